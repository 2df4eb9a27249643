// An assistant that uses Cal.com's own MCP server.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const told = JSON.parse(process.argv[2]);
const say = (answers) => console.log(JSON.stringify(answers));

const server = new StdioClientTransport({
  command: process.execPath,
  args: ["node_modules/@calcom/cal-mcp/dist/index.js", "--all-tools"],
  env: { ...process.env, CAL_API_KEY: told.key },
});
const assistant = new Client({ name: "assistant", version: "1.0.0" });
await assistant.connect(server);

const use = async (name, given) => {
  const { content, isError } = await assistant.callTool({ name, arguments: given });
  const answer = JSON.parse(content[0].text);
  return isError ? { refused: answer.error.message } : answer.data;
};
const types = { "cal-api-version": "2024-06-14" };
const bookings = { "cal-api-version": "2024-08-13" };

const eventTypeId = told.eventTypeId;
say({ tools: (await assistant.listTools()).tools.map((tool) => tool.name) });
say({ eventTypes: await use("getEventTypes", { params: { ...types, username: "cal" } }) });
say({ eventType: await use("getEventTypeById", { params: { ...types, eventTypeId: String(eventTypeId) } }) });
say({ schedules: await use("getSchedules", { params: { "cal-api-version": "2024-06-11" } }) });

const attendee = { name: "Ann", email: "ann@example.com", timeZone: "Europe/Rome" };
const asked = { params: bookings, body: { start: "2026-01-12T09:00:00Z", eventTypeId, attendee } };
const booked = await use("createBooking", asked);
say({ booked });
say({ taken: await use("createBooking", asked) });
const first = { ...bookings, bookingUid: booked.uid };
say({ read: await use("getBooking", { params: first }) });
const moved = await use("rescheduleBooking", { params: first, body: { start: "2026-01-13T09:00:00Z" } });
say({ moved });
const second = { ...bookings, bookingUid: moved.uid };
say({ cancelled: await use("cancelBooking", { params: second, body: { cancellationReason: "Ill" } }) });
say({ bookings: await use("getBookings", { params: { ...bookings, status: ["cancelled"] } }) });
// Of this one it forgets the key.
say({ me: await use("getMe", {}) });
say({ gone: await use("deleteEventType", { params: { ...types, eventTypeId } }) });
say({ goneRead: await use("getEventTypeById", { params: { ...types, eventTypeId: String(eventTypeId) } }) });

await assistant.close();
