// Prints a document of its own, without leaving the page.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.className = data.primary ? "primary" : "";
  button.onclick = () => {
    const frame = document.createElement("iframe");
    frame.title = data.label;
    frame.style.cssText = "position: fixed; right: 0; bottom: 0; width: 0; height: 0; border: 0;";
    frame.srcdoc = data.html;
    frame.onload = () => {
      frame.contentWindow.onafterprint = () => frame.remove();
      frame.contentWindow.focus();
      frame.contentWindow.print();
    };
    document.body.appendChild(frame);
  };
}
