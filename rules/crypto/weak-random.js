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
