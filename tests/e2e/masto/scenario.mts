// The scenario of a member with masto.js: run as `node scenario.mts ORIGIN CODE_FILE`; the driver completes the consent
// page between the printed URL and the code that it writes to standard input.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { createOAuthAPIClient, createRestAPIClient } from "masto";

const [origin, picture] = process.argv.slice(2);
const outOfBand = "urn:ietf:wg:oauth:2.0:oob";

const anonymous = createRestAPIClient({ url: origin });
const app = await anonymous.v1.apps.create({
  clientName: "masto.js",
  redirectUris: outOfBand,
  scopes: "read write follow push",
});
const query = new URLSearchParams({
  response_type: "code",
  client_id: app.clientId!,
  redirect_uri: outOfBand,
  scope: "read write follow push",
});
console.log(`/oauth/authorize?${query}`);
const code = await createInterface({ input: process.stdin }).question("");

const token = await createOAuthAPIClient({ url: origin }).token.create({
  grantType: "authorization_code",
  clientId: app.clientId!,
  clientSecret: app.clientSecret!,
  redirectUri: outOfBand,
  code: code.trim(),
  scope: "read write follow push",
});
const masto = createRestAPIClient({ url: origin, accessToken: token.accessToken });

const me = await masto.v1.accounts.verifyCredentials();
assert.equal(me.acct, "alice");
const instance = await masto.v2.instance.fetch();
assert.match(instance.version, /^4\.5\.0 \(compatible; Folkmoot /);

const media = await masto.v2.media.create({
  file: new Blob([await readFile(picture)], { type: "image/png" }),
  description: "a red dot",
});
assert.ok(media.url);
const status = await masto.v1.statuses.create({ status: "hello from masto.js", mediaIds: [media.id] });
assert.equal(status.mediaAttachments[0].description, "a red dot");

const found = await masto.v2.search.list({ q: "gardeners", type: "accounts" });
assert.equal(found.accounts[0].group, true);
const relationship = await masto.v1.accounts.$select(found.accounts[0].id).follow();
assert.equal(relationship.following, true);

const topics = await masto.v1.accounts.$select(found.accounts[0].id).statuses.list();
const topic = topics[0].reblog!;
assert.equal(topic.account.acct, "bob");
const favourited = await masto.v1.statuses.$select(topic.id).favourite();
assert.equal(favourited.favouritesCount, 1);
const reply = await masto.v1.statuses.create({ status: "Spinach.", inReplyToId: topic.id });
const context = await masto.v1.statuses.$select(topic.id).context.fetch();
assert.deepEqual(context.descendants.map((descendant) => descendant.id), [reply.id]);

const seen = new Set<string>();
for await (const page of masto.v1.timelines.home.list({ limit: 2 })) {
  for (const item of page) {
    assert.ok(!seen.has(item.id), "a status came twice");
    seen.add(item.id);
  }
}
assert.ok(seen.has(status.id));
assert.ok(topics.some((wrapper) => seen.has(wrapper.id)), "the topic reached home as the group's boost");

await masto.v1.statuses.$select(status.id).remove();
await assert.rejects(() => masto.v1.statuses.$select(status.id).fetch(), { statusCode: 404 });
console.log("done");
