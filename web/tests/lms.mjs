// A small LMS: an OAuth2 server that signs people in and tells their courses the way Open edX does. It runs as a process of
// its own, prints its address, and is told by POST /control what to get wrong.
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";

const client = { id: "insights-sso", secret: "a secret between the two" };
const service = { id: "insights-backend", secret: "another secret" };
const keys = { now: generateKeyPairSync("rsa", { modulusLength: 2048 }), foreign: generateKeyPairSync("rsa", { modulusLength: 2048 }) };
const PAGE = 2;

/** What the tests may change. */
let state = {};
const fresh = () => ({
  // Answers nobody at all.
  down: false,
  // Seconds by which its clock is ahead.
  ahead: 0,
  // Seconds for which a token is good.
  life: 3600,
  issuer: null,
  audience: "openedx",
  scopes: null,
  algorithm: "RS512",
  key: "now",
  // What it sends people back with instead of a code.
  error: null,
  // Shows the way back as a link instead of going it.
  hold: false,
  // Whether the courses API answers.
  courses_down: false,
  people: {
    ada: { id: 7, courses: [] },
    mel: { id: 9, courses: [] },
    root: { id: 1, courses: [], administrator: true },
    demo: { id: 11, courses: [] },
  },
});
state = fresh();
const codes = new Map();
const asked = { courses: 0, tokens: 0 };

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const base = () => `http://localhost:${server.address().port}`;

function signed(claims) {
  const header = encoded({ alg: state.algorithm, typ: "JWT", kid: "lms-1" });
  const body = `${header}.${encoded(claims)}`;
  if (state.algorithm === "none") return `${body}.`;
  const sign = createSign(`RSA-SHA${state.algorithm.slice(2)}`).update(body);
  return `${body}.${sign.sign(keys[state.key].privateKey).toString("base64url")}`;
}

function token(user, scopes) {
  const now = Math.floor(Date.now() / 1000) + state.ahead;
  const person = state.people[user] ?? {};
  return signed({
    iss: state.issuer ?? `${base()}/oauth2`,
    aud: state.audience,
    iat: now,
    exp: now + state.life,
    preferred_username: user,
    scopes: state.scopes ?? scopes,
    user_id: person.id,
    administrator: person.administrator ?? false,
    superuser: false,
    is_restricted: false,
    version: "1.2.0",
  });
}

const routes = {
  "GET /oauth2/authorize": (request, url, answer) => {
    const query = Object.fromEntries(url.searchParams);
    if (query.client_id !== client.id || query.response_type !== "code") return say(answer, 400, "invalid_client");
    if (query.code_challenge_method !== "S256" || !query.code_challenge || !query.state) return say(answer, 400, "no PKCE");
    const back = new URL(query.redirect_uri);
    back.searchParams.set("state", query.state);
    if (state.error) {
      back.searchParams.set("error", state.error);
      return redirect(answer, back);
    }
    const hidden = Object.entries(query).map(([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', "&quot;")}">`);
    const people = Object.keys(state.people).map((name) => `<button name="user" value="${name}">${name}</button>`);
    say(answer, 200, `<!doctype html><title>LMS</title><h1>Sign in</h1><form action="/allow">${hidden.join("")}${people.join("")}</form>`, "text/html");
  },
  "GET /allow": (request, url, answer) => {
    const query = Object.fromEntries(url.searchParams);
    const code = randomBytes(16).toString("hex");
    codes.set(code, { user: query.user, challenge: query.code_challenge, redirect: query.redirect_uri, scope: query.scope });
    const back = new URL(query.redirect_uri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.state);
    if (state.hold) return say(answer, 200, `<!doctype html><title>LMS</title><a id="back" href="${back.href.replaceAll("&", "&amp;")}">Go on</a>`, "text/html");
    redirect(answer, back);
  },
  "POST /oauth2/access_token": async (request, url, answer) => {
    const form = new URLSearchParams(await body(request));
    asked.tokens += 1;
    if (form.get("grant_type") === "client_credentials") {
      if (form.get("client_id") !== service.id || form.get("client_secret") !== service.secret) return json(answer, 401, { error: "invalid_client" });
      return json(answer, 200, { access_token: "service", token_type: "JWT", expires_in: 3600 });
    }
    if (form.get("client_id") !== client.id || form.get("client_secret") !== client.secret) return json(answer, 401, { error: "invalid_client" });
    const known = codes.get(form.get("code"));
    codes.delete(form.get("code"));
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (!known || known.challenge !== challenge || known.redirect !== form.get("redirect_uri") || form.get("token_type") !== "jwt") {
      return json(answer, 400, { error: "invalid_grant" });
    }
    json(answer, 200, { access_token: token(known.user, known.scope.split(" ")), token_type: "JWT", expires_in: state.life, refresh_token: "unused" });
  },
  "GET /api/courses/v1/course_ids/": (request, url, answer) => {
    asked.courses += 1;
    if (state.courses_down) return json(answer, 503, {});
    if (request.headers.authorization !== "JWT service") return json(answer, 401, {});
    const person = state.people[url.searchParams.get("username")];
    if (!person) return json(answer, 404, {});
    const page = Number(url.searchParams.get("page") ?? 1);
    const results = url.searchParams.get("role") === "staff" ? person.courses : [];
    const next = new URL(url);
    next.searchParams.set("page", page + 1);
    const more = results.length > page * PAGE;
    json(answer, 200, { results: results.slice((page - 1) * PAGE, page * PAGE), pagination: { next: more ? next.href : null, count: results.length } });
  },
  "GET /jwks.json": (request, url, answer) => json(answer, 200, {
    keys: [{ ...keys.now.publicKey.export({ format: "jwk" }), kid: "lms-1", use: "sig", alg: "RS512" }],
  }),
  "GET /logout": (request, url, answer) => say(answer, 200, "<!doctype html><title>LMS</title><h1>Signed out of the LMS</h1>", "text/html"),
  // A page of Studio that shows a report in a frame.
  "GET /unit": (request, url, answer) => say(answer, 200, `<!doctype html><title>Unit</title><iframe title="Report" width="900" height="700" src="${url.searchParams.get("frame").replaceAll('"', "&quot;")}"></iframe>`, "text/html"),
};

function say(answer, status, text, type = "text/plain") {
  answer.writeHead(status, { "content-type": type });
  answer.end(text);
}

const json = (answer, status, value) => say(answer, status, JSON.stringify(value), "application/json");

function redirect(answer, url) {
  answer.writeHead(302, { location: url.href });
  answer.end();
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

const server = createServer(async (request, answer) => {
  const url = new URL(request.url, base());
  if (url.pathname === "/control") {
    const change = JSON.parse((await body(request)) || "{}");
    const people = { ...state.people, ...change.people };
    if (change.reset) state = { ...fresh(), people };
    state = { ...state, ...change, people };
    // A token for programs, made as for a person who signed in.
    return json(answer, 200, { asked, token: change.token_of ? token(change.token_of, ["user_id", "profile"]) : undefined });
  }
  if (state.down) return request.socket.destroy();
  const route = routes[`${request.method} ${url.pathname}`];
  if (!route) return say(answer, 404, "not found");
  await route(request, url, answer);
});
server.listen(0, "localhost", () => console.log(base()));
