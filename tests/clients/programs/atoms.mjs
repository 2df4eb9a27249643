// A browser on a platform's page, and what somebody does there: books and cancels, or sets things up.
import { once } from "node:events";
import http from "node:http";
import { build } from "esbuild";
import { JSDOM, VirtualConsole } from "jsdom";

const told = JSON.parse(process.argv[2]);
const said = {};

// The platform's own server: it knows the client's secret and fetches new tokens with it.
let { refreshToken } = told;
const post = async (url, body, headers = {}) => {
  const sent = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  return (await fetch(url, sent)).json();
};
const platform = http.createServer(async (request, response) => {
  if (!request.url.startsWith("/refresh")) return response.writeHead(404).end();
  const url = `${told.apiUrl}/oauth/${told.clientId}/refresh`;
  const { data } = await post(url, { refreshToken }, { "x-cal-secret-key": told.secret });
  ({ refreshToken } = data);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ accessToken: data.accessToken }));
});
platform.listen(0, "localhost");
await once(platform, "listening");
const origin = `http://localhost:${platform.address().port}`;

const { outputFiles } = await build({
  entryPoints: [told.page],
  nodePaths: ["node_modules"],
  bundle: true,
  // The package calls itself free of side effects, though it needs those of its time zone plugins.
  ignoreAnnotations: true,
  write: false,
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".css": "empty" },
});

const problems = new VirtualConsole();
problems.on("jsdomError", (problem) => console.error(problem.message, problem.detail ?? ""));

const { window } = new JSDOM("<!doctype html><body></body>", {
  url: origin,
  runScripts: "outside-only",
  pretendToBeVisual: true,
  virtualConsole: problems,
  beforeParse(page) {
    const { Date: RealDate } = page;
    const offset = Date.parse(told.now) - Date.now();
    page.Date = class extends RealDate {
      constructor(...given) {
        super(...(given.length ? given : [RealDate.now() + offset]));
      }
      static now() {
        return RealDate.now() + offset;
      }
    };
    const unseen = class { observe() {} unobserve() {} disconnect() {} };
    const media = { matches: false, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} };
    Object.assign(page, { ResizeObserver: unseen, IntersectionObserver: unseen, matchMedia: () => media, scrollTo() {} });
    page.Element.prototype.scrollIntoView = () => {};
    page.Element.prototype.animate = () => ({ addEventListener() {} });
    Object.assign(page, { told: { ...told, refreshUrl: `${origin}/refresh` }, fetch, say: (answers) => Object.assign(said, answers) });
  },
});

const { document } = window;
const until = async (what, found) => {
  for (let tries = 0; tries < 400; tries++) {
    const answer = found();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not come: ${document.body.textContent}`);
};
const all = (name) => [...document.querySelectorAll(`[data-testid="${name}"]`)];
const click = (element) => element.dispatchEvent(new window.MouseEvent("click", { bubbles: true, cancelable: true }));
const fill = (field, value) => {
  Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, "value").set.call(field, value);
  field.dispatchEvent(new window.Event("input", { bubbles: true }));
};

const book = async () => {
  await until("a time", () => all("time").length);
  said.booker = document.body.textContent;
  const monday = () => all("time").filter((time) => time.dataset.time.startsWith("2026-01-12"));
  await until("the day", () => monday().length || click(all("day").find((day) => day.textContent === "12")) === null);
  said.times = monday().map((time) => time.textContent);
  click(monday()[0]);
  await until("the form", () => all("confirm-book-button").length && document.querySelector('[name="email"]'));
  fill(document.querySelector('[name="name"]'), "Ann");
  fill(document.querySelector('[name="email"]'), "ann@example.com");
  click(all("confirm-book-button")[0]);
  await until("the booking", () => said.booked);

  await post(told.control, { by: "PT61M" });
  window.readAgain();
  await until("a new token", () => said.refreshed);
  window.cancel({ uid: said.booked.uid, cancellationReason: "Ill" });
  await until("the cancellation", () => said.cancelled);
};

const setUp = async () => {
  const texts = () => Object.fromEntries(told.parts.map((name) => [name, document.getElementById(name)?.textContent]));
  await until("all settings", () => Object.values(texts()).every((text) => text && !/loading/i.test(text)));
  said.rendered = texts();
  const title = await until("the title", () => document.querySelector('#EventType [name="title"]'));
  fill(title, "Introduction");
  const save = () => [...document.querySelectorAll("#EventType button")].find((button) => button.textContent === "Save");
  await until("the button", () => save() && !save().disabled);
  click(save());
  await until("the change", () => said.saved);
};

window.eval(outputFiles[0].text);
await { book, setUp }[told.flow]();
console.log(JSON.stringify(said));
process.exit(0);
