import { makeSchema, type MadeSchema, type TableRule } from "./make-schema.ts";
import { code, day, flag, int, list, person, pick, ref, serial, words } from "./rules.ts";

const text = { type: "text" } as const;
const rules: Readonly<Record<string, TableRule>> = {
  terms: {
    rows: 12,
    columns: {
      term_code: list(
        ..."2019S 2019F 2020S 2020F 2021S 2021F 2022S 2022F 2023S 2023F 2024S 2024F".split(" "),
      ),
      starts: day(2019, 5),
    },
  },
  faculties: { rows: 8, columns: { faculty_id: serial(), faculty_name: words } },
  majors: {
    rows: 30,
    columns: { major_code: code("AAA#"), title: words, faculty_id: ref("faculties.faculty_id") },
  },
  buildings: { rows: 11, columns: { building_id: serial(), label: words, floors: int(1, 9) } },
  rooms: {
    rows: 120,
    columns: {
      room_id: serial(),
      building_id: ref("buildings.building_id"),
      seats: int(10, 300),
      has_projector: flag,
    },
  },
  teachers: {
    rows: 80,
    columns: {
      teacher_id: serial(),
      name: person,
      faculty_id: ref("faculties.faculty_id"),
      office_room_id: ref("rooms.room_id", { nulls: 0.2 }),
    },
  },
  students: {
    rows: 500,
    columns: {
      student_no: serial(310_001),
      name: person,
      major: { ...ref("majors.major_code"), ...text },
      advisor_id: ref("teachers.teacher_id", { nulls: 0.1 }),
      entry_term: { ...ref("terms.term_code"), ...text },
    },
  },
  courses: {
    rows: 140,
    columns: {
      course_id: serial(),
      title: words,
      credits: int(1, 9),
      faculty_id: ref("faculties.faculty_id"),
    },
  },
  prerequisites: {
    rows: 120,
    columns: { course_id: ref("courses.course_id"), required_course_id: ref("courses.course_id") },
    unique: ["course_id", "required_course_id"],
  },
  sections: {
    rows: 380,
    columns: {
      section_id: serial(),
      course_id: ref("courses.course_id"),
      term: { ...ref("terms.term_code"), ...text },
      taught_by: ref("teachers.teacher_id"),
      room_id: ref("rooms.room_id"),
      capacity: int(10, 300),
    },
  },
  enrolments: {
    rows: 2000,
    columns: {
      section_id: ref("sections.section_id"),
      student_no: ref("students.student_no"),
      grade: pick("A", "B", "C", "D"),
      attempts: int(1, 3),
    },
    unique: ["section_id", "student_no"],
  },
  exams: {
    rows: 300,
    columns: {
      exam_id: serial(),
      section_id: ref("sections.section_id"),
      proctor_id: ref("teachers.teacher_id"),
      held_on: day(2020, 4),
      max_points: int(50, 120),
    },
  },
};

/** A university: terms and majors by code, teachers in roles. */
export function makeSchool(seed: number): MadeSchema {
  return makeSchema("school", seed, rules);
}
