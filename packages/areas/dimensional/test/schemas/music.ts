import { makeSchema, type MadeSchema, type TableRule } from "./make-schema.ts";
import {
  code,
  day,
  flag,
  int,
  list,
  money,
  person,
  pick,
  ref,
  serial,
  within,
  words,
} from "./rules.ts";

const text = { type: "text" } as const;
const rules: Readonly<Record<string, TableRule>> = {
  genre: { rows: 22, columns: { genre_id: serial(), name: words } },
  area: {
    rows: 15,
    columns: {
      iso_code: list(..."DE FR US GB IT ES NL BE AT CH PL SE NO DK FI".split(" ")),
      name: words,
    },
  },
  artist: {
    rows: 200,
    columns: {
      id: serial(),
      name: person,
      area: { ...ref("area.iso_code"), ...text },
      begin_year: int(1950, 2015),
    },
  },
  band_member: {
    rows: 150,
    columns: {
      band: ref("artist.id"),
      member: ref("artist.id"),
      instrument: pick("bass", "drums", "voice"),
    },
    unique: ["band", "member"],
  },
  label: {
    rows: 35,
    columns: { id: serial(), name: words, parent_label: ref("label.id", { nulls: 0.6 }) },
  },
  album: {
    rows: 320,
    columns: {
      album_id: serial(),
      artist_id: ref("artist.id"),
      label_id: ref("label.id", { nulls: 0.1 }),
      barcode: code("4#9999"),
      released: day(1980, 40),
    },
  },
  track: {
    rows: 1500,
    columns: {
      track_id: serial(),
      album_id: ref("album.album_id"),
      track_no: within("album_id", "track"),
      title: words,
      genre_id: ref("genre.genre_id", { nulls: 0.05 }),
      length_ms: int(60_000, 600_000),
    },
  },
  track_credit: {
    rows: 1200,
    columns: {
      track_id: ref("track.track_id"),
      artist_id: ref("artist.id"),
      credit: pick("writer", "producer"),
    },
    unique: ["track_id", "artist_id"],
  },
  listener: {
    rows: 400,
    columns: {
      listener_id: serial(),
      nick: code("u#"),
      home_area: { ...ref("area.iso_code"), ...text },
      premium: flag,
    },
  },
  playlist: {
    rows: 240,
    columns: {
      playlist_id: serial(),
      owner_listener_id: ref("listener.listener_id"),
      title: words,
    },
  },
  playlist_track: {
    rows: 1600,
    columns: {
      playlist_id: ref("playlist.playlist_id"),
      track_id: ref("track.track_id"),
      position: int(1, 40),
    },
    unique: ["playlist_id", "track_id"],
  },
  play: {
    rows: 3000,
    columns: {
      listener_id: ref("listener.listener_id", { skew: 1.5 }),
      track_id: ref("track.track_id", { skew: 2 }),
      played_on: day(2023, 1),
      seconds: int(1, 600),
    },
  },
  purchase: {
    rows: 500,
    columns: {
      purchase_id: serial(9000),
      buyer: ref("listener.listener_id"),
      album_id: ref("album.album_id"),
      price: money(1, 30),
    },
  },
};

/** Music: keys called `id` and by their table, artists in bands, positions of tracks. */
export function makeMusic(seed: number): MadeSchema {
  return makeSchema("music", seed, rules);
}
