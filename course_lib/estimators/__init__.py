"""`MLPClassifier` y `LogisticRegression`, con las convenciones de scikit-learn.

Para usar la red del curso en un `Pipeline`, un `GridSearchCV` o con tus propios datos.
Los nombres, los atributos y las respuestas son los de scikit-learn; las cuentas, las de
la lección 04, en el ciclo rápido de `training`. Lo que es distinto, a propósito:

- la última capa es siempre softmax: con dos clases tiene dos unidades, y scikit-learn
  usa una sola, con sigmoide;
- los pesos empiezan con He (lección 03) y `momentum` no es el de Nesterov;
- `loss_curve_` no incluye la penalización, como `optimizers.train_minibatches`;
- `activation` admite además "leaky_relu", y "sigmoid" como otro nombre de "logistic".

`fit` no admite `sample_weight`, matrices dispersas ni y en one-hot: y son etiquetas,
números o texto. Todo error es un `CourseError`; si nace en scikit-learn, sus palabras
van después.

Para leerlo: `base` (entrenar con X e y, y predecir), `reading` (revisar X e y),
`classifier` y `logistic` (una clase cada uno), `runs` (las épocas y cuándo parar),
`interruption` (Ctrl-C) y `spanish` (lo que se dice). Aquí no hay matemática: está en
`mlp`, `training`, `convex_descent` y `divergence`.
"""

from .base import NotTrainedError
from .classifier import MLPClassifier
from .logistic import LogisticRegression

__all__ = ["LogisticRegression", "MLPClassifier", "NotTrainedError"]
