// Real places people find their way by: a small mark and a name, the well known ones first as one zooms in.

import { boxAround } from "./text_path.mjs";

// From which zoom a kind of place is named; crossings are known by their streets.
const FROM_ZOOM = {
  landmark: 14.7, market: 14.7, centre: 14.7, park: 15, tourist_site: 15.2, tower: 15.2, police_headquarters: 15.4,
  hospital: 15.4, hotel: 15.8, consulate: 15.8, fire_station: 16, ward_office: 16.2, police_post: 16.2,
  one_stop_office: 16.2, school: 16.6, tide_gauge: 16.6, data_centre: 16.6,
};
const LINE = 15;
const LONG = 22; // Letters, from which a name is broken into two lines.

export class Landmarks {
  constructor(places) {
    this.sites = places.sites
      .filter(({ kind }) => kind in FROM_ZOOM)
      .sort((a, b) => FROM_ZOOM[a.kind] - FROM_ZOOM[b.kind] || a.name.localeCompare(b.name));
  }

  /** Take room for the places whose names read well; returns {x, y, lines, boxes, font}[] in layer points. */
  layOut(zoom, project, lettering, taken) {
    const font = lettering.font(11.5);
    const height = LINE * lettering.scale();
    const placed = [];
    for (const site of this.sites) {
      if (zoom < FROM_ZOOM[site.kind]) break;
      const { x, y } = project([site.lat, site.lon]);
      const lines = broken(site.name);
      const mark = boxAround(x, y, 4, 4);
      const words = lines.map((line, i) => boxAround(x, y + 12 + i * height, lettering.width(font, line) / 2 + 3, height / 2));
      if (!taken.isFree([mark, ...words])) continue;
      taken.add([mark, ...words]);
      placed.push({ x, y, lines, boxes: [mark, ...words], font, height });
    }
    return placed;
  }
}

/** Break a long name in two at the space nearest to its middle. */
function broken(name) {
  if (name.length < LONG) return [name];
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const middle = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  return middle === undefined ? [name] : [name.slice(0, middle), name.slice(middle + 1)];
}
