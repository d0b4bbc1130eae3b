// A trainer that misbehaves in the way that MISBEHAVIOUR names.
const { MISBEHAVIOUR = "", PROTOCOL_VERSION } = process.env;
const ready = { type: "trainer-ready", protocolVersion: Number(PROTOCOL_VERSION), pid: process.pid };
const stayAlive = () => setInterval(() => undefined, 1000);
let runId;

process.on("disconnect", () => process.exit(0));
process.on("message", message => {
  if (message.type === "start-run") begin(message.spec.runId);
});

const beginnings = {
  "never-ready": stayAlive,
  "leaves at once": () => process.exit(0),
  "fails at once": () => process.exit(7),
  "throws at once": () => {
    throw new Error("a bug in the trainer");
  },
  "prints garbage only": () => setInterval(() => process.stdout.write("\u0000\ufffdgarbage\n".repeat(1000)), 1),
  "speaks another version": () => process.send({ ...ready, protocolVersion: 99 }),
  "sends garbage only": () => setInterval(() => process.send({ garbage: Math.random() }), 10),
  "closes its channel": () => {
    stayAlive();
    process.disconnect();
    process.removeAllListeners("disconnect");
  },
  "is deaf": () => {
    process.removeAllListeners("disconnect");
    process.on("SIGTERM", () => undefined);
    stayAlive();
    process.send(ready);
  },
};

const runs = {
  "falls silent": () => stayAlive(),
  freezes: () => {
    for (;;);
  },
  floods: () => setInterval(() => send(1000), 1),
  "floods its output": () => setInterval(() => process.stderr.write("x".repeat(1_000_000)), 1),
  "is killed": () => process.kill(process.pid, "SIGKILL"),
  leaves: () => process.exit(0),
  "mixes garbage in": () => {
    for (const garbage of [1, "text", {}, { type: "imagined" }, { type: "steps-measured", runId, losses: [{}] }]) {
      process.send(garbage);
      process.stdout.write("garbage\u0000\n");
    }
    process.send({ type: "run-finished", runId, outcome: "completed", seconds: 1 });
  },
};

function begin(id) {
  runId = id;
  send(1);
  runs[MISBEHAVIOUR]?.();
}

function send(times) {
  for (let sent = 0; sent < times; sent++) {
    process.send({ type: "data-progressed", runId, file: "f", receivedBytes: 1, totalBytes: 2 });
  }
}

if (beginnings[MISBEHAVIOUR]) beginnings[MISBEHAVIOUR]();
else process.send(ready);
