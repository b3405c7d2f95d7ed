// Una pregunta: opciones y un botón. Python sabe cuál es la correcta; aquí no llega.

let widgets = 0;

// Un cuaderno recién abierto muestra la pregunta, pero todavía no hay quien conteste.
const SILENCE_MS = 4000;
const SILENCE =
  "Nadie contesta. Si acabas de abrir el cuaderno, corre esta celda " +
  "(Shift + Enter) y responde otra vez. Si otra celda está corriendo, espera.";

function element(tag, className, parent) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (parent) parent.append(node);
  return node;
}

function render({ model, el }) {
  const name = `curso-pregunta-${Date.now().toString(36)}-${widgets++}`;
  const root = element("form", "curso-widget curso-question", el);
  root.lang = "es";
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  const group = element("fieldset", "", root);
  const legend = element("legend", "", group);
  legend.innerHTML = `${model.get("title")}. ${model.get("text")}`;
  if (model.get("several")) {
    element("span", "curso-hint", legend).textContent =
      " Elige todas las que sean ciertas.";
  }
  const inputs = model.get("options").map((option) => {
    const label = element("label", "curso-option", group);
    const input = element("input", "", label);
    input.type = model.get("several") ? "checkbox" : "radio";
    input.name = name;
    input.value = option.letter;
    const text = element("span", "", label);
    element("span", "curso-letter", text).textContent = `${option.letter}) `;
    element("span", "", text).innerHTML = option.text;
    return input;
  });
  const button = element("button", "curso-button", root);
  button.type = "submit";
  button.textContent = "Responder";
  const reply = element("div", "curso-reply", root);
  reply.setAttribute("aria-live", "polite");
  const note = element("p", "curso-note", root);
  note.setAttribute("role", "status");

  let sent = 0;
  let waiting = 0;
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      note.textContent = SILENCE;
      note.hidden = false;
    }, SILENCE_MS);
    const letters = inputs.filter((input) => input.checked).map((i) => i.value);
    model.set("chosen", { letters, number: `${name}-${++sent}` });
    model.save_changes();
  });
  // En una casilla, Entrar no envía el formulario en todos los navegadores.
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      root.requestSubmit(button);
    }
  });

  function show() {
    clearTimeout(waiting);
    reply.innerHTML = model.get("reply");
    // La región de arriba ya se anuncia: otra dentro lo diría dos veces.
    reply.querySelectorAll("[role]").forEach((node) => node.removeAttribute("role"));
    note.textContent = model.get("note");
    note.hidden = !note.textContent;
  }

  const letters = model.get("chosen").letters || [];
  inputs.forEach((input) => (input.checked = letters.includes(input.value)));
  model.on("change:answered", show);
  model.on("change:note", show);
  show();
  return () => {
    clearTimeout(waiting);
    model.off("change:answered", show);
    model.off("change:note", show);
  };
}

export default { render };
