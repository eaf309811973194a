/* Plain old script, for what modules cannot say themselves: that they did not arrive, on a bad
   line, or are not understood, by an old browser. Without it the page would stay grey. */
(function () {
  var MOST = 3;
  var NAME = "uh.boot";

  function waiting() {
    return !!document.getElementById("boot");
  }

  function tries() {
    try {
      return Number(sessionStorage.getItem(NAME)) || 0;
    } catch (error) {
      return MOST; // cannot count, so does not repeat
    }
  }

  function tell() {
    var page = document.getElementById("app");
    var words = document.getElementById("boot-failed");
    if (page) page.hidden = true;
    if (words) words.hidden = false;
  }

  var failed = false;
  function fail() {
    if (failed || !waiting()) return;
    failed = true;
    var count = tries();
    if (count >= MOST) return tell();
    sessionStorage.setItem(NAME, String(count + 1));
    // Pages that failed together do not come back together.
    setTimeout(
      function () {
        location.reload();
      },
      1000 * Math.pow(2, count) * (0.5 + Math.random()),
    );
  }

  addEventListener("error", fail, true);
  addEventListener("unhandledrejection", fail);
  addEventListener("load", function () {
    if (!("noModule" in document.createElement("script"))) tell();
    setTimeout(function () {
      if (!waiting() && tries()) sessionStorage.removeItem(NAME);
    }, 5000);
  });
})();
