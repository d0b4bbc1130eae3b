import type { TrainerRequest } from "../protocol/trainer";

/** A message of the host as a request, or undefined for anything else. */
export function parseRequest(message: unknown): TrainerRequest | undefined {
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  switch (message.type) {
    case "start-run":
      return "spec" in message && isRunSpecLike(message.spec) ? (message as TrainerRequest) : undefined;
    case "stop-run":
      return "runId" in message && typeof message.runId === "string" ? (message as TrainerRequest) : undefined;
    case "leave-when-done":
    case "shut-down":
      return { type: message.type };
    default:
      return undefined;
  }
}

function isRunSpecLike(spec: unknown): boolean {
  if (typeof spec !== "object" || spec === null) return false;
  const { runId, task, model, settings } = spec as Record<string, unknown>;
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  return typeof runId === "string" && typeof task === "string" && isObject(model) && isObject(settings);
}
