// What each annotator chooses for themselves; kept in the browser.

const KEY = "stance-settings";
const settings = { alone: true, holder: true, keys: true, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
export default settings;

const dialog = document.getElementById("settings");
const boxes = { alone: "ask-alone", holder: "ask-holder", keys: "use-keys" };

/** Calls `changed` whenever a setting is. */
export function start(changed) {
  for (const [name, id] of Object.entries(boxes)) {
    const box = document.getElementById(id);
    box.checked = settings[name];
    box.addEventListener("change", () => {
      settings[name] = box.checked;
      localStorage.setItem(KEY, JSON.stringify(settings));
      changed();
    });
  }
  document.getElementById("open-settings").addEventListener("click", () => dialog.showModal());
}
