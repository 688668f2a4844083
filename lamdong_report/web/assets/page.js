"use strict";
// The page without a framework: forms are sent by fetch, jobs are waited for, what changed is taken in, files are dropped.
(function () {
  const $ = (id) => document.getElementById(id);
  // Milliseconds: another's change may appear two seconds late; the end of one's own work is waited for.
  const WATCH = 2000, WAIT = 250;
  // So many files are judged in about two seconds, and then the first answers are there to be read.
  const BATCH_FILES = 24, BATCH_BYTES = 16e6;
  let revision = Number(document.body.dataset.revision);

  function tell(message, remedy, failed) {
    const box = $("tell");
    box.replaceChildren(...[message, remedy].flat().filter(Boolean).map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
    box.classList.toggle("failed", Boolean(failed));
    box.hidden = !box.childElementCount;
    if (!box.hidden) box.focus();
  }

  // Leaves for another screen; what was said is repeated there, or nobody would have read it.
  function leave(to, said) {
    if (said) sessionStorage.setItem("said", JSON.stringify([said].flat()));
    location.assign(to);
  }
  const said = sessionStorage.getItem("said");
  sessionStorage.removeItem("said");
  if (said) tell(JSON.parse(said));

  // Every change goes this way: the browser then says where it comes from, which a plain form does not under no-referrer.
  async function send(url, body) {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      throw { message: "Chương trình không trả lời.", remedy: "Mở lại bằng bat-dau.cmd; những gì đã ghi đều còn nguyên." };
    }
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    const said = isJson ? await answer.json() : await answer.text();
    if (!answer.ok) throw isJson ? said : { message: "Không làm được việc này.", remedy: "Tải lại trang rồi làm lại." };
    return said;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector("button, input");
    const body = new FormData(form, event.submitter && event.submitter.name ? event.submitter : undefined);
    button.disabled = true;
    try {
      const said = await send((event.submitter && event.submitter.getAttribute("formaction")) || form.action, body);
      if (said.job) await follow(said.job);
      else {
        if (said.go) return leave(said.go, said.message);
        if (said.message) tell(said.message);
        if (form.matches(".kept, .kept-list form")) form.replaceChildren(said.message);
        else refresh();
      }
    } catch (failure) {
      tell(failure.message || String(failure), failure.remedy, true);
    } finally {
      button.disabled = false;
    }
  });

  // ---- long work -------------------------------------------------------------------------------------------------
  function show(job) {
    const bar = $("work"), progress = bar.querySelector("progress");
    bar.hidden = !job || job.over;
    if (bar.hidden) return;
    bar.dataset.job = job.id;
    bar.querySelector(".work-title").textContent = job.title + (job.state === "waiting" ? " (đang chờ việc trước)" : "…");
    bar.querySelector(".work-count").textContent = job.count;
    if (job.total) { progress.max = job.total; progress.value = job.done; } else progress.removeAttribute("value");
  }

  async function follow(number) {
    for (;;) {
      const job = await (await fetch("/viec/" + number)).json();
      show(job);
      if (job.over) return end(job);
      await new Promise((go) => setTimeout(go, WAIT));
    }
  }

  function end(job) {
    if (job.state !== "done") return tell(job.message, job.remedy, job.state === "failed");
    if (job.go) return leave(job.go, job.told);
    tell(job.told);
    const box = $("tell");
    for (const file of job.files.slice(0, 20)) {
      const link = Object.assign(document.createElement("a"), { href: "/tai/" + file.id, textContent: file.name });
      box.append(Object.assign(document.createElement("p")), link);
    }
    box.hidden = !box.childElementCount;
    return refresh();
  }

  $("work-stop").addEventListener("click", () => send("/viec/" + $("work").dataset.job + "/dung").then((s) => tell(s.message), (f) => tell(f.message, f.remedy, true)));

  // ---- what changed meanwhile: in the folder, in another window ---------------------------------------------------
  async function refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Looked up now: another look that was under way may have put new ones in their place meanwhile.
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (next && !part.contains(document.activeElement)) part.replaceWith(next);
    }
    revision = Number(fresh.body.dataset.revision);
    document.dispatchEvent(new Event("renewed"));
  }

  async function watch() {
    try {
      const state = await (await fetch("/tinh-trang")).json();
      show(state.jobs[0]);
      if (state.revision !== revision) {
        if ("reading" in document.body.dataset) location.reload();
        else if (document.querySelector("[data-live]")) await refresh();
        else $("news").hidden = false;
      }
      document.body.classList.remove("gone");
    } catch {
      document.body.classList.add("gone");
    }
    setTimeout(watch, WATCH);
  }
  $("renew").addEventListener("click", () => location.reload());
  setTimeout(watch, WAIT);

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    for (const box of event.target.closest("table").querySelectorAll('tbody input[type="checkbox"]')) box.checked = event.target.checked;
  });

  // A file that is chosen in a form of its own is sent at once.
  document.addEventListener("change", (event) => {
    const label = event.target.type === "file" && event.target.parentElement.querySelector("[data-picked]");
    if (label && event.target.files.length) label.textContent = event.target.files[0].name;
    const form = event.target.closest("form[data-pick]");
    if (!form || event.target.type !== "file" || !event.target.files.length) return;
    const file = event.target.files[0];
    if (file.size > Number(form.dataset.one)) tell("Tệp quá lớn, không gửi: " + file.name + ".", "", true);
    else form.requestSubmit();
  });

  // ---- the drop zone ---------------------------------------------------------------------------------------------
  const zone = $("drop");
  if (zone) {
    const work = $("drop-work"), limits = zone.dataset;
    let queue = Promise.resolve();

    async function files(entry, path) {
      if (entry.isFile) return [await new Promise((go, no) => entry.file((file) => go({ file, name: path + file.name }), no))];
      const reader = entry.createReader(), found = [];
      for (;;) {
        const some = await new Promise((go, no) => reader.readEntries(go, no));
        if (!some.length) return found;
        for (const one of some) found.push(...(await files(one, path + entry.name + "/")));
      }
    }

    function batches(list) {
      const all = [[]];
      let size = 0;
      for (const one of list) {
        const last = all[all.length - 1];
        if (last.length && (last.length >= BATCH_FILES || size + one.file.size > BATCH_BYTES)) { all.push([]); size = 0; }
        all[all.length - 1].push(one);
        size += one.file.size;
      }
      return all;
    }

    async function take(list) {
      const big = list.filter((one) => one.file.size > Number(limits.one));
      if (big.length) tell("Tệp quá lớn, không gửi: " + big.map((one) => one.name).join(", ") + ".", "Mỗi tệp tối đa " + Number(limits.one) / Number(limits.mb) + " MB; chia nhỏ tệp nén rồi thả lại.", true);
      const fits = list.filter((one) => one.file.size <= Number(limits.one));
      let count = 0;
      for (const some of fits.length ? batches(fits) : []) {
        work.textContent = "Đang nhận " + (count + 1) + "–" + (count + some.length) + "/" + fits.length + " tệp…";
        const body = new FormData();
        for (const one of some) body.append("tep", one.file, one.name);
        try {
          const html = await send("/nhan", body);
          $("receipts").prepend(...new DOMParser().parseFromString(html, "text/html").body.children);
        } catch (failure) {
          tell(failure.message, failure.remedy, true);
        }
        count += some.length;
      }
      work.textContent = count ? "Đã nhận " + count + " tệp." : "";
    }
    const enqueue = (list) => { if (list.length) queue = queue.then(() => take(list)); };

    window.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
    window.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
    window.addEventListener("drop", async (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      const entries = Array.from(event.dataTransfer.items).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const plain = Array.from(event.dataTransfer.files).map((file) => ({ file, name: file.name }));
      enqueue(entries.length ? (await Promise.all(entries.map((entry) => files(entry, "")))).flat() : plain);
    });
    for (const id of ["choose-files", "choose-folder"]) {
      $(id).addEventListener("change", (event) => {
        enqueue(Array.from(event.target.files).map((file) => ({ file, name: file.webkitRelativePath || file.name })));
        event.target.value = "";
      });
    }
  }
})();
