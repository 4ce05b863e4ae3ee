function makeToken() {
  // ruleid: weak-random
  return Math.random().toString(36).slice(2);
}

function shuffle(cards) {
  // ok: weak-random
  return cards.sort(() => Math.random() - 0.5);
}

// ruleid: weak-random
const resetToken = "r" + Math.random();
// ok: weak-random
const jitter = 100 * Math.random();
module.exports = { makeToken, shuffle, resetToken, jitter };

function generateOtp(length) {
  const digits = "0123456789";
  let code = "";
  for (let i = 0; i < length; i++) code += digits[Math.floor(Math.random() * 10)];
  // ruleid: weak-random
  return code;
}

function SessionHandler(users) {
  // ok: weak-random
  const stocks = Math.floor(Math.random() * 40) + 1;
  users.update(stocks);
}

function login(req, res) {
  // ruleid: weak-random
  const id = { sessionId: Math.random().toString(36) };
  res.json(id);
}

function delay(attempt) {
  // ok: weak-random
  return 2 ** attempt + Math.random();
}
module.exports.others = { generateOtp, SessionHandler, login, delay };

function makePassword() {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  // ruleid: weak-random
  return Array.from({ length: 8 }, () => letters.charAt(Math.floor(Math.random() * letters.length))).join("");
}
// ruleid: weak-random
const makeSalt = () => [...Array(30)].map(() => (~~(Math.random() * 36)).toString(36)).join("");
module.exports.more = { makePassword, makeSalt };

function connect(settings) {
  // ok: weak-random
  return { password: settings.password };
}
connect({ password: configured, ...{ seed: Math.random() } });
connect(readSettings(Math.random()));
