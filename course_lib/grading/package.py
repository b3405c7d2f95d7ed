"""El archivo que se envía: un zip con el cuaderno y una ficha que se puede leer."""

import hashlib
import json
import re
import time
import unicodedata
import zipfile
from io import BytesIO

__all__ = ["card", "packed", "safe"]


def safe(code):
    """El código como parte de un nombre de archivo que sirve en los tres sistemas."""
    plain = unicodedata.normalize("NFKD", code)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40]
    # Un código en otro alfabeto: dos personas no pueden tener el mismo archivo.
    return name or "codigo-" + hashlib.sha256(code.encode()).hexdigest()[:8]


def card(lesson, notebook, data, name, code, pending):
    """Lo que dice `entrega.json`."""
    return {
        "formato": 1,
        "leccion": lesson.number,
        "titulo": lesson.title,
        "nombre": name,
        "codigo": code,
        "cuaderno": notebook.name,
        "huella": hashlib.sha256(data).hexdigest(),
        "fecha": time.strftime("%Y-%m-%dT%H:%M:%S"),
        "pendiente": pending,
    }


def packed(name, data, card):
    """El zip: el cuaderno tal como está y `entrega.json`."""
    output = BytesIO()
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in ((name, data), ("entrega.json", text.encode("utf-8"))):
            info = zipfile.ZipInfo(member, time.localtime()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return output.getvalue()
