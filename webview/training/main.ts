import type { HostToPanel, PanelToHost } from "../../src/protocol/panel";
import type { PanelTexts } from "../../src/protocol/panelStrings";
import { oncePerFrame } from "../shared/oncePerFrame";
import "../shared/base.css";
import { NOTHING_YET, reduceRunModel, type RunModel } from "../run/runModel";
import "../run/style.css";
import "./style.css";
import { createView } from "./view";
import { ViewSettingsStore } from "./viewSettings";

const vscode = acquireVsCodeApi();
const post = (message: PanelToHost) => vscode.postMessage(message);
post({ type: "panel-ready" }); // the answer is on its way while the page is being made, and heard when it stands

const texts = JSON.parse(document.querySelector("#strings")!.textContent) as PanelTexts;
let model: RunModel = NOTHING_YET;
const redraw = oncePerFrame(() => view.draw(model));
const view = createView(texts, new ViewSettingsStore(vscode), post, redraw);

document.documentElement.lang = texts.locale;
document.querySelector("#root")!.append(view.element);

const advance = (message: HostToPanel) => {
  const before = model;
  model = reduceRunModel(before, message);
  view.announce(before, model);
  redraw();
};
window.addEventListener("message", ({ data }: MessageEvent<HostToPanel>) => advance(data));
