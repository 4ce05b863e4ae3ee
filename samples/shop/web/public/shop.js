// What runs in the customer's browser.
const query = new URLSearchParams(window.location.search);

// Flaw: DOM cross-site scripting. A link with ?greeting=<img onerror=…> runs in our page.
function greet() {
  document.getElementById("greeting").innerHTML = "Hello, " + query.get("greeting");
}

// Safe: text stays text.
function greetSafely() {
  document.getElementById("greeting").textContent = "Hello, " + query.get("greeting");
}

// Flaw: a fragment of javascript:… is a program.
function goBack() {
  window.location.href = decodeURIComponent(window.location.hash.slice(1));
}

// Safe: always to the same place.
function goHome() {
  window.location.href = "/";
}

document.addEventListener("DOMContentLoaded", query.has("safe") ? greetSafely : greet);
document.getElementById("back")?.addEventListener("click", goBack);
document.getElementById("home")?.addEventListener("click", goHome);
