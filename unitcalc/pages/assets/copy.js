// Copies a text to the clipboard and says so, as long as it stands there; and says when it is no longer the bill's.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  // Each new answer of the page comes here again with other data, while the element stays: it remembers the copy.
  said.now = data.text;
  button.textContent = data.label;
  button.className = data.primary ? "primary" : "";
  const tell = () => {
    const last = said.last;
    const text = !last ? "" : last.failed || (last.text === said.now ? last.done : data.changed);
    if (said.textContent !== text) said.textContent = text;
  };
  if (said.last?.failed) said.last = undefined;
  tell();
  button.onclick = async () => {
    // A new answer may come while the browser copies: what was copied is what was there at the press.
    const { text, done, failed } = data;
    said.last = (await copied(text, parentElement)) ? { text, done } : { failed };
    tell();
  };
}

async function copied(text, parentElement) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without the clipboard's leave (a page that is not served from this computer): the old way.
    const area = document.createElement("textarea");
    area.value = text;
    parentElement.appendChild(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
