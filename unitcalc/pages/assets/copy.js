// Copies a text to the clipboard and says so.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  button.textContent = data.label;
  button.className = data.primary ? "primary" : "";
  said.textContent = "";
  let timer;
  button.onclick = async () => {
    said.textContent = (await copied(data.text, parentElement)) ? data.done : data.failed;
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, 6000);
  };
  return () => clearTimeout(timer);
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
