// The page of a platform whose customers book with Cal.com's own components. It tells what it learns with `say`.
import * as atoms from "@calcom/atoms";
import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";

const { told, say } = window;

const Booking = () =>
  createElement(atoms.Booker, {
    username: told.username,
    eventSlug: "intro",
    onTimeslotsLoaded: (slots) => say({ slots: slots["2026-01-12"]?.map((slot) => slot.time) }),
    onReserveSlotSuccess: ({ data }) => say({ reserved: data }),
    onCreateBookingSuccess: ({ data }) => say({ booked: data }),
  });

const Mine = () => {
  const me = atoms.useMe();
  const eventTypes = atoms.useEventTypes(told.username);
  const bookings = atoms.useBookings({ take: 10, skip: 0 });
  const { mutate } = atoms.useCancelBooking({ onSuccess: () => say({ cancelled: true }) });
  useEffect(() => me.data && say({ me: me.data.data }), [me.data]);
  useEffect(() => eventTypes.data && say({ eventTypes: eventTypes.data }), [eventTypes.data]);
  useEffect(() => bookings.data && say({ bookings: bookings.data.map((booking) => booking.status) }), [bookings.data]);
  Object.assign(window, { cancel: mutate, readAgain: () => bookings.refetch() });
};

const parts = {
  Booking,
  Mine,
  EventType: () => createElement(atoms.EventTypeSettings, { id: told.eventTypeId, onSuccess: () => say({ saved: true }) }),
};
const provider = {
  clientId: told.clientId,
  accessToken: told.accessToken,
  options: { apiUrl: told.apiUrl, refreshUrl: told.refreshUrl },
  autoUpdateTimezone: false,
  onTokenRefreshSuccess: () => say({ refreshed: true }),
};
const sections = told.parts.map((name) =>
  createElement("section", { key: name, id: name }, createElement(parts[name] ?? atoms[name])),
);
createRoot(document.body).render(createElement(atoms.CalProvider, provider, sections));
