type Tagged = { readonly type: string };

/** One handler per message type; adding a message without a handler stops the build. */
export type Handlers<M extends Tagged, R = void> = {
  readonly [T in M["type"]]: (message: Extract<M, { type: T }>) => R;
};

/** Routes `message` to its handler. Returns false for a type this build does not know. */
export function dispatch<M extends Tagged>(handlers: Handlers<M>, message: M): boolean {
  if (!Object.hasOwn(handlers, message.type)) return false;
  const handler = handlers[message.type as M["type"]] as (message: M) => void;
  handler(message);
  return true;
}
