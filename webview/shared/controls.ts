import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from "@vscode/webview-ui-toolkit";
import { setAttribute } from "./element";

// The only file that names the control kit: other files see elements and standard events.
provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());

/** A push button; `secondary` is the quieter look. */
export function createButton(text: string, look: "primary" | "secondary", onClick: () => void): HTMLElement {
  const button = document.createElement("vscode-button");
  button.setAttribute("appearance", look);
  button.textContent = text;
  button.addEventListener("click", onClick);
  return button;
}

export function setEnabled(control: HTMLElement, isEnabled: boolean): void {
  setAttribute(control, "disabled", !isEnabled);
}

/** A check box labelled by the text of `label`; `title` says what it does. */
export function createCheckbox(
  label: readonly Node[],
  title: string,
  isChecked: boolean,
  onToggle: (isChecked: boolean) => void,
): HTMLElement {
  const checkbox = document.createElement("vscode-checkbox") as HTMLElement & { checked: boolean };
  checkbox.setAttribute("title", title);
  setAttribute(checkbox, "checked", isChecked);
  checkbox.append(...label);
  checkbox.addEventListener("change", () => onToggle(checkbox.checked));
  return checkbox;
}

/** A list to choose one of `options` from, named `label`. */
export function createDropdown<T extends string>(
  label: string,
  options: readonly { readonly value: T; readonly text: string }[],
  chosen: T,
  onChoose: (value: T) => void,
): HTMLElement {
  const dropdown = document.createElement("vscode-dropdown") as HTMLElement & { value: string };
  dropdown.setAttribute("aria-label", label);
  dropdown.append(
    ...options.map(({ value, text }) => {
      const option = document.createElement("vscode-option");
      option.setAttribute("value", value);
      setAttribute(option, "selected", value === chosen);
      option.textContent = text;
      return option;
    }),
  );
  dropdown.addEventListener("change", () => {
    const option = options.find(({ value }) => value === dropdown.value);
    if (option) onChoose(option.value);
  });
  return dropdown;
}
