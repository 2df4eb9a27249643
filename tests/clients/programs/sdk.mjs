// A platform's backend: makes a managed user, then sets him up with his tokens.
import { Cal } from "@calcom/sdk";

const told = JSON.parse(process.argv[2]);
const say = (answers) => console.log(JSON.stringify(answers));
const tried = (promise) => promise.catch((error) => ({ refused: error.statusCode ?? error.message }));
const options = { baseUrl: told.url };

const platform = new Cal(told.clientId, { clientSecret: told.secret }, options);
const made = await platform.users.createManagedUser({ email: "mia@customer.example", name: "Mia", timeZone: "Europe/Rome" });
say({ made });
say({ users: await platform.users.getManagedUsers({ offset: 0, limit: 10 }) });
say({ user: await platform.users.getManagedUser(made.user.id) });
say({ stranger: await tried(new Cal(told.clientId, { clientSecret: "wrong" }, options).users.getManagedUsers()) });

const tokens = { accessToken: made.accessToken, refreshToken: made.refreshToken, clientSecret: told.secret };
const mia = new Cal(told.clientId, tokens, options);
const eventType = await mia.eventTypes.createEventType({ title: "Intro", slug: "intro", length: 60 });
say({ eventType, eventTypeRead: await mia.eventTypes.getEventType({ id: eventType.id }) });

say({ usual: await mia.schedules.getDefaultSchedule() });
const mornings = await mia.schedules.createSchedule({
  name: "Mornings",
  timeZone: "Europe/Rome",
  isDefault: false,
  availabilities: [{ days: [1, 2], startTime: "1970-01-01T09:00:00.000Z", endTime: "1970-01-01T12:00:00.000Z" }],
});
say({ mornings });
say({ schedules: await mia.schedules.getSchedules() });
say({ scheduleRead: await mia.schedules.getScheduleById({ id: mornings.id }) });
say({ renamed: await tried(mia.schedules.updateSchedule(mornings.id, { name: "Early" })) });
say({ deleted: await mia.schedules.deleteSchedule(mornings.id) });
say({ deletedRead: await tried(mia.schedules.getScheduleById({ id: mornings.id })) });

const day = { startTime: "2026-01-12T00:00:00Z", endTime: "2026-01-12T22:59:59Z", eventTypeId: eventType.id };
say({ slots: await mia.slots.getAvailableSlots(day) });
const reserved = { eventTypeId: eventType.id, slotUtcStartDate: "2026-01-12T08:00:00Z", slotUtcEndDate: "2026-01-12T09:00:00Z" };
say({ reservation: await mia.slots.reserveSlot(reserved) });
say({ slotsLeft: await mia.slots.getAvailableSlots(day) });
// It asks for addresses that the service has moved.
say({ released: await tried(mia.slots.removeSelectedSlot({ uid: "any" })) });
say({ timeZones: await tried(mia.schedules.getSupportedTimezones()) });
