import { makeSchema, type MadeSchema, type TableRule } from "./make-schema.ts";
import {
  code,
  day,
  flag,
  int,
  list,
  money,
  moment,
  person,
  pick,
  ref,
  serial,
  within,
  words,
} from "./rules.ts";

const text = { type: "text" } as const;
const rules: Readonly<Record<string, TableRule>> = {
  tblCountry: {
    rows: 16,
    columns: {
      CountryCode: list(..."DE FR US GB IT ES NL BE AT CH PL SE NO DK FI PT".split(" ")),
      CountryName: words,
    },
  },
  tblPort: {
    rows: 60,
    columns: {
      PortCode: code("AA#"),
      PortName: words,
      Country: { ...ref("tblCountry.CountryCode"), ...text },
      Berths: int(1, 40),
    },
  },
  tblWarehouse: {
    rows: 24,
    columns: {
      WarehouseID: serial(10),
      WarehouseName: words,
      Country: { ...ref("tblCountry.CountryCode"), ...text },
      Capacity: int(100, 9000),
    },
  },
  tblCarrier: { rows: 18, columns: { CarrierID: serial(), CarrierName: words } },
  tblVehicle: {
    rows: 130,
    columns: {
      VehicleID: serial(),
      CarrierID: ref("tblCarrier.CarrierID"),
      Plate: code("AA-#"),
      MaxWeight: int(500, 40_000),
    },
  },
  tblDriver: {
    rows: 110,
    columns: {
      DriverID: serial(),
      CarrierID: ref("tblCarrier.CarrierID"),
      DriverName: person,
      HiredOn: day(2005, 15),
    },
  },
  tblClient: {
    rows: 240,
    columns: { ClientNo: serial(20_001), ClientName: words, AcctManager: code("M#") },
  },
  tblItem: {
    rows: 200,
    columns: { ItemNo: serial(1), ItemName: words, WeightKg: int(1, 900), Hazardous: flag },
  },
  tblShipment: {
    rows: 900,
    columns: {
      ShipmentID: serial(1),
      ShipperNo: ref("tblClient.ClientNo", { trap: false }),
      ConsigneeClientNo: ref("tblClient.ClientNo"),
      LoadPort: { ...ref("tblPort.PortCode"), ...text },
      DischargePort: { ...ref("tblPort.PortCode"), ...text },
      CarrierID: ref("tblCarrier.CarrierID"),
      BookedAt: moment(2022, 1),
      Freight: money(50, 9000),
    },
  },
  tblShipmentLine: {
    rows: 2000,
    columns: {
      ShipmentID: ref("tblShipment.ShipmentID"),
      LineNo: within("ShipmentID", "tblShipmentLine"),
      ItemNo: ref("tblItem.ItemNo"),
      Qty: int(1, 90),
    },
  },
  tblCustomsHold: {
    rows: 160,
    columns: {
      HoldID: serial(),
      ShipmentID: holdOf("ShipmentID"),
      LineNo: holdOf("LineNo"),
      Reason: pick("papers", "value", "random"),
      Days: int(1, 30),
    },
    references: [
      {
        columns: ["ShipmentID", "LineNo"],
        parent: "tblShipmentLine",
        parentColumns: ["ShipmentID", "LineNo"],
      },
    ],
  },
  tblTrip: {
    rows: 500,
    columns: {
      TripID: serial(),
      VehicleID: ref("tblVehicle.VehicleID"),
      DriverID: ref("tblDriver.DriverID"),
      CoDriverID: ref("tblDriver.DriverID", { nulls: 0.7 }),
      FromWarehouseID: ref("tblWarehouse.WarehouseID"),
      ToWarehouseID: ref("tblWarehouse.WarehouseID"),
      Km: int(10, 1900),
    },
  },
  tblTripShipment: {
    rows: 1000,
    columns: {
      TripID: ref("tblTrip.TripID"),
      ShipmentID: ref("tblShipment.ShipmentID"),
      Sequence: int(1, 9),
    },
    unique: ["TripID", "ShipmentID"],
  },
};

/** The shipment or the line of a line, the same one for all columns of a row. */
function holdOf(column: string): TableRule["columns"][string] {
  return {
    type: column === "LineNo" ? "int32" : "int64",
    make: ({ index, rowsOf }) => {
      const lines = rowsOf("tblShipmentLine");
      return lines[(index * 7919) % lines.length]?.[column] ?? null;
    },
  };
}

/** Freight: tables with a prefix, words run together, ports and clients in roles. */
export function makeLogistics(seed: number): MadeSchema {
  return makeSchema("logistics", seed, rules);
}
