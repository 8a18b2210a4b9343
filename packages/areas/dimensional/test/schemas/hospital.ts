import { makeSchema, type ColumnRule, type MadeSchema, type TableRule } from "./make-schema.ts";
import { code, day, flag, int, money, moment, person, pick, ref, serial, words } from "./rules.ts";

/** The ward or the number of a bed, the same one for all columns of a row. */
const bedOf = (column: string): ColumnRule => ({
  type: column === "wardId" ? "int64" : "int32",
  make: ({ index, rowsOf }) => {
    const beds = rowsOf("Bed");
    return beds[(index * 7919) % beds.length]?.[column] ?? null;
  },
});

/** The doctor who leads a department: doctors are made later. */
const head: ColumnRule = {
  type: "int64",
  references: "Doctor.id",
  make: ({ random }) => BigInt(random.integer(1, 60)),
};

const rules: Readonly<Record<string, TableRule>> = {
  Department: {
    rows: 14,
    columns: { id: serial(), name: words, floor: int(0, 9), headDoctorId: head },
  },
  Doctor: {
    rows: 60,
    columns: {
      id: serial(),
      name: person,
      departmentId: ref("Department.id"),
      licenceNo: code("MD#"),
      hiredOn: day(2000, 20),
    },
  },
  Nurse: {
    rows: 110,
    columns: {
      id: serial(),
      name: person,
      departmentId: ref("Department.id"),
      shift: pick("day", "night"),
    },
  },
  Ward: {
    rows: 20,
    columns: {
      id: serial(),
      name: words,
      departmentId: ref("Department.id"),
      capacity: int(4, 30),
    },
  },
  Bed: {
    rows: 240,
    columns: { wardId: ref("Ward.id"), bedNumber: int(1, 20), isIntensive: flag },
    unique: ["wardId", "bedNumber"],
  },
  Insurer: { rows: 9, columns: { id: serial(), name: words, phone: code("0999-9999") } },
  Patient: {
    rows: 600,
    columns: {
      id: serial(),
      name: person,
      bornOn: day(1930, 90),
      insurerId: ref("Insurer.id", { nulls: 0.1 }),
      familyDoctorId: ref("Doctor.id", { nulls: 0.5 }),
      bloodType: pick("A", "B", "AB", "O"),
    },
  },
  Diagnosis: { rows: 80, columns: { icdCode: code("A99.9#"), title: words, chronic: flag } },
  Admission: {
    rows: 900,
    columns: {
      id: serial(),
      patientId: ref("Patient.id"),
      attendingDoctorId: ref("Doctor.id"),
      referringDoctorId: ref("Doctor.id", { nulls: 0.6 }),
      admittedAt: moment(2021, 2),
      wardId: bedOf("wardId"),
      bedNumber: bedOf("bedNumber"),
      priority: int(1, 5),
    },
    references: [
      { columns: ["wardId", "bedNumber"], parent: "Bed", parentColumns: ["wardId", "bedNumber"] },
    ],
  },
  AdmissionDiagnosis: {
    rows: 1500,
    columns: {
      admissionId: ref("Admission.id"),
      icdCode: ref("Diagnosis.icdCode"),
      rank: int(1, 5),
    },
    unique: ["admissionId", "icdCode"],
  },
  Medication: { rows: 70, columns: { id: serial(), name: words, unitPrice: money(1, 300) } },
  Prescription: {
    rows: 1300,
    columns: {
      id: serial(),
      admissionId: ref("Admission.id"),
      medicationId: ref("Medication.id"),
      prescribedBy: ref("Doctor.id"),
      doseMg: int(5, 900),
      days: int(1, 30),
    },
  },
  LabTest: { rows: 40, columns: { id: serial(), name: words, unit: pick("mg", "ml", "U") } },
  LabResult: {
    rows: 1600,
    columns: {
      id: serial(),
      admissionId: ref("Admission.id"),
      labTestId: ref("LabTest.id"),
      value: money(0, 300),
      takenByNurseId: ref("Nurse.id", { nulls: 0.2 }),
      takenAt: moment(2021, 2),
    },
  },
  Invoice: {
    rows: 850,
    columns: {
      id: serial(),
      admissionId: ref("Admission.id", { once: true }),
      insurerId: ref("Insurer.id", { nulls: 0.2 }),
      total: money(50, 9000),
      paid: flag,
    },
  },
  Appointment: {
    rows: 1000,
    columns: {
      id: serial(),
      patientId: ref("Patient.id", { skew: 1.3 }),
      doctorId: ref("Doctor.id"),
      roomNo: int(1, 40),
      startsAt: moment(2022, 1),
    },
  },
};

/** A hospital: tables in the singular, each with `id` from 1, roles of doctors, beds by ward and number. */
export function makeHospital(seed: number): MadeSchema {
  return makeSchema("hospital", seed, rules);
}
