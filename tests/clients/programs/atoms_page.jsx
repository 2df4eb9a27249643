// The page of a platform whose customers book with Cal.com's own components. It tells what it learns with `say`.
import { AvailabilitySettings, Booker, CalendarSettings, CalProvider, useBookings, useCancelBooking, useEventTypes, useMe } from "@calcom/atoms";
import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";

const { told, say } = window;

const Booking = () =>
  createElement(Booker, {
    username: told.username,
    eventSlug: "intro",
    onTimeslotsLoaded: (slots) => say({ slots: slots["2026-01-12"]?.map((slot) => slot.time) }),
    onReserveSlotSuccess: ({ data }) => say({ reserved: data }),
    onCreateBookingSuccess: ({ data }) => say({ booked: data }),
  });

const Mine = () => {
  const me = useMe();
  const eventTypes = useEventTypes(told.username);
  const bookings = useBookings({ take: 10, skip: 0 });
  const { mutate } = useCancelBooking({ onSuccess: () => say({ cancelled: true }) });
  useEffect(() => me.data && say({ me: me.data.data }), [me.data]);
  useEffect(() => eventTypes.data && say({ eventTypes: eventTypes.data }), [eventTypes.data]);
  useEffect(() => bookings.data && say({ bookings: bookings.data.map((booking) => booking.status) }), [bookings.data]);
  Object.assign(window, { cancel: mutate, readAgain: () => bookings.refetch() });
};

const parts = [Booking, Mine, () => createElement(AvailabilitySettings), () => createElement(CalendarSettings)];
const provider = {
  clientId: told.clientId,
  accessToken: told.accessToken,
  options: { apiUrl: told.apiUrl, refreshUrl: told.refreshUrl },
  autoUpdateTimezone: false,
  onTokenRefreshSuccess: () => say({ refreshed: true }),
};
const sections = parts.map((part, at) => createElement("section", { key: at }, createElement(part)));
createRoot(document.body).render(createElement(CalProvider, provider, sections));
