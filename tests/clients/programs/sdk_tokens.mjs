// A platform's backend whose managed user's token runs out, and that exchanges the code of a consent.
import { Cal } from "@calcom/sdk";

const told = JSON.parse(process.argv[2]);
const say = (answers) => console.log(JSON.stringify(answers));
const options = { baseUrl: told.url };

const platform = new Cal(told.clientId, { clientSecret: told.secret }, options);
const made = await platform.users.createManagedUser({ email: "mia@customer.example", name: "Mia", timeZone: "Europe/Rome" });
const tokens = { accessToken: made.accessToken, refreshToken: made.refreshToken, clientSecret: told.secret };
const mia = new Cal(told.clientId, tokens, options);

await fetch(`${told.url}/_mock/clock/advance`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ by: "PT61M" }),
});
// The SDK queues every request while it refreshes, its own refresh too, so a 498 is found out without it here.
const late = await fetch(`${told.url}/v2/schedules`, { headers: { Authorization: `Bearer ${made.accessToken}` } });
say({ outdated: late.status });
await mia.secrets().refreshAccessToken(told.clientId);
say({ afterwards: (await mia.schedules.getSchedules()).map((one) => one.name) });
say({ exchanged: await platform.oauth.exchange({ authorizationCode: told.code }) });
