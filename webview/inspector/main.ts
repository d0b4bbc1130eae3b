import type { HostToInspector, InspectorToHost } from "../../src/protocol/inspector";
import type { InspectorTexts } from "../../src/protocol/inspectorStrings";
import "../shared/base.css";
import { oncePerFrame } from "../shared/oncePerFrame";
import { reduceInspector, type InspectorModel } from "./inspectorModel";
import { PageSettingsStore } from "./pageSettings";
import { Questions } from "./questions";
import "../run/style.css";
import "./style.css";
import { createView } from "./view";

const vscode = acquireVsCodeApi();
const post = (message: InspectorToHost) => vscode.postMessage(message);
const texts = JSON.parse(document.querySelector("#strings")!.textContent) as InspectorTexts;

let model: InspectorModel | undefined;
const questions = new Questions(post);
const redraw = oncePerFrame(() => {
  if (model) view.draw(model);
});
const view = createView(texts, new PageSettingsStore(vscode), questions, post, redraw);

document.documentElement.lang = texts.locale;
document.querySelector("#root")!.append(view.element);

const advance = (message: HostToInspector) => {
  if (message.type === "show-weights") questions.clear();
  if (message.type === "reader-told" && (message.event.type === "answered" || message.event.type === "not-answered")) {
    questions.take(message.event);
    return;
  }
  model = reduceInspector(model, message);
  redraw();
};
window.addEventListener("message", ({ data }: MessageEvent<HostToInspector>) => advance(data));
post({ type: "inspector-ready" });
