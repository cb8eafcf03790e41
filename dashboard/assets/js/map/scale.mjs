// The scale of the map, in metres: written only when it says something else, so that panning lays nothing out anew.

const L = window.L;
const MOST_PX = 120;

const Scale = L.Control.Scale.extend({
  _updateScale(line, words, share) {
    const width = `${Math.round(this.options.maxWidth * share)}px`;
    if (line.textContent !== words) line.textContent = words;
    if (line.style.width !== width) line.style.width = width;
  },
});

export const addScale = (map) => new Scale({ imperial: false, position: "bottomleft", maxWidth: MOST_PX }).addTo(map);
