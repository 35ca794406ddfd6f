(() => {
  /* Sets a brief on pages: which sections begin one, and what gives way where there are too many. */
  const room = ROOM, most = MOST, least = 0.7, last = 0.3, smallest = 0.87, tried = 8, running = 34;
  const sections = [...document.querySelectorAll('.page:not(#actions)')];
  const top = document.querySelector('.top'), end = document.querySelector('.end');
  const foot = end ? end.getBoundingClientRect().height : 0;
  const tall = (row) => row.getBoundingClientRect().height + parseFloat(getComputedStyle(row).marginBottom);
  const rank = (row) => {
    const ranks = [...row.querySelectorAll('.block')].map((block) => Number(block.dataset.rank || 0));
    return ranks.length ? Math.min(...ranks) : 0;
  };
  const plan = sections.map((section) => [...section.querySelectorAll(':scope > .row')].map((row) => ({row, tall: tall(row), rank: rank(row)})));
  /* a page that goes on with a section says its heading again, small */
  const heads = sections.map((section) => section.querySelector('.kicker')?.textContent);
  const gone = new Set();
  const kept = (rows) => rows.filter((one) => !gone.has(one));
  const sum = (rows) => kept(rows).reduce((all, one) => all + one.tall, 0);
  /* a section that is a little too tall for a page is set a little smaller: its small print stays near 8 points */
  const shrink = (at, breaks) => {
    const above = (!at && top ? tall(top) : 0) + (at === sections.length - 1 ? foot : 0), rows = sum(plan[at]);
    const fits = above + rows > room && above + rows * smallest <= room;
    return (!at || breaks.has(at)) && fits ? (room - 1 - above) / rows : 1;
  };
  const set = (breaks) => {
    const fills = [], order = [], onto = [];
    let used = top ? tall(top) : 0;
    sections.forEach((_, at) => {
      const scale = shrink(at, breaks);
      const waiting = kept(plan[at]).map((one) => ({...one, tall: one.tall * scale}));
      order[at] = [];
      if (breaks.has(at)) { fills.push(used); used = 0; }
      while (waiting.length) {
        /* what does not fit lets a smaller row of its section go before it, never before the heading */
        let next = used + waiting[0].tall <= room || !used ? 0 : -1;
        if (next < 0 && order[at].length && used < least * room) next = waiting.findIndex((one) => used + one.tall <= room);
        const goesOn = next < 0 && order[at].length && heads[at];
        if (next < 0) { fills.push(used); used = goesOn ? running : 0; next = 0; }
        const [one] = waiting.splice(next, 1);
        if (goesOn) onto.push([one.row, heads[at]]);
        order[at].push(one); used += one.tall;
      }
    });
    if (used + foot > room) { fills.push(used); used = 0; }
    fills.push(used + foot);
    return {fills, order, breaks, onto};
  };
  /* every choice is tried, of what gives way and of which sections begin a page: the best has no page
     too empty, or the fullest of such, then leaves out the least, then lets the fewest sections flow on */
  const lacks = (plan) => plan.fills.map((fill, at, all) => Math.max(0, (at < all.length - 1 ? least : last) * room - fill));
  const cost = (plan) => [...gone].reduce((all, one) => all + (one.rank > 2 ? 0.5 : one.rank > 1 ? 1 : 3), 0) + sections.length - 1 - plan.breaks.size;
  const optional = plan.flat().filter((one) => one.rank && !one.row.classList.contains('first')).sort((a, b) => a.rank - b.rank);
  const open = optional.slice(0, tried), rest = optional.slice(tried);
  let found = null;
  const consider = () => {
    for (let bits = 0; bits < 2 ** (sections.length - 1); bits++) {
      const made = set(new Set(sections.map((_, at) => at).filter((at) => at && bits >> (at - 1) & 1)));
      if (made.fills.length > most) continue;
      const empty = lacks(made), key = [empty.filter((one) => one).length, Math.round(empty.reduce((a, b) => a + b, 0)), cost(made)];
      const first = found ? key.findIndex((one, at) => one !== found.key[at]) : 0;
      if (!found || (first >= 0 && key[first] < found.key[first])) found = {made, key, gone: [...gone]};
    }
  };
  const leave = (rows) => { gone.clear(); rows.forEach((one) => gone.add(one)); };
  for (let bits = 0; bits < 2 ** open.length; bits++) {
    leave([...rest, ...open.filter((_, at) => bits >> at & 1)]);
    consider();
  }
  rest.forEach((one) => { if (found) { leave(found.gone.filter((other) => other !== one)); consider(); } });
  leave(found ? found.gone : []);
  const made = found ? found.made : set(new Set());
  gone.forEach(({row}) => row.classList.add('gone'));
  made.order.forEach((rows, at) => rows.forEach(({row}) => sections[at].append(row)));
  sections.forEach((section, at) => { const scale = shrink(at, made.breaks); if (scale < 1) section.style.zoom = scale; });
  made.onto.forEach(([row, head]) => { row.classList.add('begins', 'goes-on'); row.dataset.head = head; });
  made.breaks.forEach((at) => sections[at].querySelector(':scope > .row:not(.gone)').classList.add('begins'));
  return JSON.stringify(made.fills.map((fill) => Math.round(100 * fill / room)));
})()
