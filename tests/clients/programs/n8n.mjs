// n8n's Cal.com trigger with as much of n8n around it as it asks for: parameters, its workflow's data, requests, a web server.
import { once } from "node:events";
import http from "node:http";
import { CalTrigger } from "n8n-nodes-base/dist/nodes/Cal/CalTrigger.node.js";

const told = JSON.parse(process.argv[2]);
const say = (answers) => console.log(JSON.stringify(answers));

const server = http.createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = `http://127.0.0.1:${server.address().port}/webhook`;
const next = async () => {
  const [request, response] = await once(server, "request");
  const rawBody = Buffer.concat(await request.toArray());
  response.end();
  return { rawBody, body: JSON.parse(rawBody), header: (name) => request.headers[name] };
};

const request = async ({ baseURL, url, method, qs, body, headers }, authorization) => {
  const query = qs ? `?${new URLSearchParams(qs)}` : "";
  const answer = await fetch(`${baseURL}${url}${query}`, {
    method,
    headers: { accept: "application/json", "content-type": "application/json", ...authorization, ...headers },
    body: method === "GET" ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw Object.assign(new Error(await answer.text()), { httpCode: String(answer.status) });
  return answer.json();
};

const stored = {};
const n8n = (parameters, came) => ({
  getNode: () => ({ name: "Cal.com Trigger", type: "calTrigger", typeVersion: 3, parameters }),
  getCredentials: async () => ({ apiKey: told.key, host: told.url }),
  getNodeParameter: (name) => parameters[name],
  getNodeWebhookUrl: () => address,
  getWorkflowStaticData: () => stored,
  getRequestObject: () => came,
  getResponseObject: () => ({ status: (code) => ({ send: () => ({ end: () => say({ [`answered${code}`]: true }) }) }) }),
  helpers: {
    returnJsonArray: (data) => [data].flat().map((json) => ({ json })),
    httpRequestWithAuthentication(_credential, options) {
      return request(options, { Authorization: `Bearer ${told.key}` });
    },
  },
});

const trigger = new CalTrigger().getNodeType(3);
const { checkExists, create, delete: remove } = trigger.webhookMethods.default;

const choices = await trigger.methods.loadOptions.getEventTypes.call(n8n({}));
say({ choices });

const book = (start) =>
  request(
    {
      baseURL: told.url,
      url: "/v2/bookings",
      method: "POST",
      headers: { "cal-api-version": "2024-08-13" },
      body: { start, eventTypeId: choices[0].value, attendee: { name: "Ann", email: "ann@example.com", timeZone: "Europe/Rome" } },
    },
    {},
  );

// A workflow is switched on, hears of a booking, and is switched off: for everything of the user, then for one event type.
for (const [name, options, start] of [
  ["everything", {}, "2026-01-12T09:00:00Z"],
  ["oneEventType", { eventTypeId: choices[0].value }, "2026-01-13T09:00:00Z"],
]) {
  const parameters = { events: ["BOOKING_CREATED", "BOOKING_CANCELLED"], options };
  const at = n8n(parameters);
  const before = await checkExists.call(at);
  const created = await create.call(at);
  const found = await checkExists.call(at);
  const [came, booked] = await Promise.all([next(), book(start)]);
  const { workflowData } = await trigger.webhook.call(n8n(parameters, came));
  const [{ json: heard }] = workflowData[0];
  const forged = await trigger.webhook.call(n8n(parameters, { ...came, rawBody: Buffer.from("{}") }));
  say({ [name]: { before, created, found, forged, removed: await remove.call(at), after: await checkExists.call(at) } });
  say({ [`${name}Booked`]: booked.data, [`${name}Heard`]: heard });
}

server.close();
server.closeAllConnections();
