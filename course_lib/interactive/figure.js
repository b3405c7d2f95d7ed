// Los controles de una figura que Python dibuja. Al núcleo viajan posiciones; de allí
// vuelve una imagen. Nunca hay más de un pedido en camino: si llegan otros mientras
// tanto, se guarda solo el último.

const BUSY_MS = 1500;
// Un cuaderno recién abierto muestra la figura, pero todavía no hay quien la dibuje.
const SILENCE_MS = 4000;
const SILENCE =
  "Python no contesta. Si acabas de abrir el cuaderno o reiniciaste el núcleo, corre " +
  "la celda (Shift + Enter). Si otra celda está corriendo, espera: la figura se " +
  "dibuja en cuanto termine.";
let widgets = 0;

function element(tag, className, parent) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (parent) parent.append(node);
  return node;
}

function slider(control, id, row) {
  const input = element("input", "curso-range", row);
  Object.assign(input, { id, type: "range", min: 0, step: 1 });
  input.max = control.texts.length - 1;
  const shown = element("output", "curso-value", row);
  shown.setAttribute("for", id);
  // El valor ya lo dice aria-valuetext: dicho dos veces estorba.
  shown.setAttribute("aria-live", "off");
  const longest = Math.max(...control.texts.map((text) => text.length));
  shown.style.minWidth = `${longest}ch`;
  const tell = () => {
    shown.textContent = control.texts[input.value];
    input.setAttribute("aria-valuetext", control.texts[input.value]);
  };
  return {
    input,
    get: () => Number(input.value),
    set: (index) => {
      input.value = index;
      tell();
    },
    tell,
  };
}

function choice(control, id, row) {
  const input = element("select", "curso-select", row);
  input.id = id;
  control.texts.forEach((text) => (element("option", "", input).textContent = text));
  return {
    input,
    get: () => input.selectedIndex,
    set: (index) => (input.selectedIndex = index),
    tell: () => {},
  };
}

function render({ model, el }) {
  const name = `curso-${Date.now().toString(36)}-${widgets++}`;
  const root = element("div", "curso-widget curso-move", el);
  root.lang = "es";
  // JupyterLab se queda con las flechas y las letras; Ctrl-S y compañía sí le llegan.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  const panel = element("div", "curso-controls", root);
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", "Controles de la figura");
  const controls = model.get("controls").map((control, place) => {
    const row = element("div", "curso-row", panel);
    const label = element("label", "curso-label", row);
    label.htmlFor = `${name}-${place}`;
    label.textContent = control.label;
    return (control.slider ? slider : choice)(control, label.htmlFor, row);
  });
  const state = element("p", "curso-state", root);
  state.setAttribute("aria-live", "polite");
  const busy = element("p", "curso-busy", root);
  busy.setAttribute("role", "status");
  const problem = element("p", "curso-problem", root);
  problem.setAttribute("role", "alert");
  const frame = element("div", "curso-frame", root);
  const image = element("img", "curso-image", frame);

  let address = null;
  let sent = 0;
  let waiting = null;
  let next = null;
  let timers = [];

  function place() {
    const indices = model.get("asked").indices || [];
    controls.forEach((control, k) => control.set(indices[k] ?? 0));
  }

  function show() {
    state.textContent = model.get("state_text");
    problem.textContent = model.get("problem");
    problem.hidden = !problem.textContent;
    const bytes = model.get("image");
    frame.hidden = !bytes || bytes.byteLength === 0;
    if (frame.hidden) return;
    const old = address;
    address = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    image.alt = model.get("alt_text");
    image.style.minWidth = `${model.get("least_width")}px`;
    image.src = address;
    if (old) image.decode().catch(() => {}).then(() => URL.revokeObjectURL(old));
  }

  // Lo que no cabe en la pantalla se desplaza también con las flechas.
  function reach() {
    if (frame.scrollWidth > frame.clientWidth + 1) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }

  function send(indices) {
    waiting = `${name}-${++sent}`;
    // Antes de enviar: sin núcleo, el envío mismo puede fallar.
    watch();
    model.set("asked", { indices, number: waiting });
    model.save_changes();
  }

  function watch() {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => (busy.textContent = "Espero a Python…"), BUSY_MS),
      setTimeout(() => (busy.textContent = SILENCE), SILENCE_MS),
    ];
  }

  function ask() {
    const indices = controls.map((control) => control.get());
    if (waiting === null) send(indices);
    else next = indices;
  }

  function answered() {
    show();
    if (waiting !== null && model.get("answered") !== waiting) return;
    waiting = null;
    timers.forEach(clearTimeout);
    busy.textContent = "";
    if (next !== null) {
      const indices = next;
      next = null;
      send(indices);
    } else {
      place();
    }
  }

  controls.forEach((control) =>
    control.input.addEventListener("input", () => {
      control.tell();
      ask();
    }),
  );
  model.on("change:answered", answered);
  image.addEventListener("load", reach);
  const resized = new ResizeObserver(reach);
  resized.observe(frame);
  place();
  show();
  return () => {
    resized.disconnect();
    model.off("change:answered", answered);
    timers.forEach(clearTimeout);
    if (address) URL.revokeObjectURL(address);
  };
}

export default { render };
