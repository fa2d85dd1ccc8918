// An independent ActivityPub server on Fedify with one actor, "fay". Fedify signs, verifies and parses; this file only
// records what arrives and sends what the test asks for over a small control interface (POST /control/...).
import { createServer, type IncomingMessage } from "node:http";
import {
  Accept, Announce, Create, Delete, Endpoints, Follow, type Federation, InProcessMessageQueue, Like, MemoryKvStore,
  Note, Person, PUBLIC_COLLECTION, Undo, Update, createFederation, generateCryptoKeyPair, isActor, type Activity,
} from "@fedify/fedify";
import { Temporal } from "@js-temporal/polyfill";

const port = Number(process.argv[2]);
const origin = `http://localhost:${port}`;
const received: unknown[] = [];
const refused: string[] = [];

const federation: Federation<void> = createFederation<void>({
  kv: new MemoryKvStore(),
  queue: new InProcessMessageQueue(),
  allowPrivateAddress: true,
  origin,
});

const keyPairs = [
  await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"),
  await generateCryptoKeyPair("Ed25519"),
];

federation
  .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
    if (identifier !== "fay") return null;
    const keys = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: "Fay",
      inbox: context.getInboxUri(identifier),
      endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
      publicKey: keys[0].cryptographicKey,
      assertionMethods: keys.map((key) => key.multikey),
    });
  })
  .setKeyPairsDispatcher((_context, identifier) => (identifier === "fay" ? keyPairs : []));

async function record(_context: unknown, activity: Activity) {
  received.push(await activity.toJsonLd({ format: "compact" }));
}

const listeners = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
for (const type of [Accept, Announce, Create, Delete, Follow, Like, Undo, Update]) {
  listeners.on(type, record);
}
listeners.onError((_context, error) => {
  refused.push(String(error));
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function control(path: string, body: Buffer): Promise<unknown> {
  const context = federation.createContext(new URL(origin), undefined);
  const sender = { identifier: "fay" };
  const id = () => new URL(`${origin}/activities/${crypto.randomUUID()}`);
  const actor = context.getActorUri("fay");
  const order = body.length ? JSON.parse(body.toString()) : {};
  const options = { immediate: true };
  const lookUp = async (what: string) => {
    const found = await context.lookupObject(what);
    if (!isActor(found!)) throw new Error(`${what} is not an actor`);
    return found;
  };
  switch (path) {
    case "/control/received":
      return { received, refused };
    case "/control/look-up": {
      const found = await lookUp(order.actor);
      const keys = await Array.fromAsync(found.getAssertionMethods());
      return { id: found.id?.href, type: found.constructor.name, keys: keys.length };
    }
    case "/control/follow": {
      const group = await lookUp(order.actor);
      await context.sendActivity(sender, group, new Follow({ id: id(), actor, object: group.id, to: group.id }), options);
      return {};
    }
    case "/control/reply": {
      const group = await lookUp(order.actor);
      const note = new Note({
        id: new URL(`${origin}/notes/${crypto.randomUUID()}`),
        attribution: actor,
        content: order.content,
        replyTarget: new URL(order.inReplyTo),
        tos: [PUBLIC_COLLECTION, group.id!],
        published: Temporal.Now.instant(),
      });
      await context.sendActivity(sender, group,
        new Create({ id: id(), actor, object: note, tos: [PUBLIC_COLLECTION, group.id!] }), options);
      return { id: note.id!.href };
    }
    case "/control/like": {
      const group = await lookUp(order.actor);
      await context.sendActivity(sender, group,
        new Like({ id: id(), actor, object: new URL(order.object), to: group.id }), options);
      return {};
    }
  }
  throw new Error(`unknown order ${path}`);
}

createServer(async (request, response) => {
  const body = await bodyOf(request);
  try {
    if (request.url!.startsWith("/control/")) {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(await control(request.url!, body)));
      return;
    }
    const headers = new Headers();
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers.append(request.rawHeaders[i], request.rawHeaders[i + 1]);
    const answer = await federation.fetch(
      new Request(origin + request.url, {
        method: request.method,
        headers,
        body: request.method === "POST" ? body : undefined,
      }),
      { contextData: undefined },
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
}).listen(port, "127.0.0.1", () => console.log("ready"));
