// Connects whoever asks for api.cal.com to the server of the test. What is sent stays as the client made it.
const net = require("node:net");

const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options?.host === "api.cal.com") {
    options.host = "127.0.0.1";
    options.port = Number(process.env.API_CAL_COM_PORT);
  }
  return connect.apply(this, given);
};
