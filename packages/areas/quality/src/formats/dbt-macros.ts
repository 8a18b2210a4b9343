/** The place of the tested relation in the SQL of a test. */
export const modelPlace = "__dx_model__";

/**
 * The generic test that dbt needs for checks that its own four cannot say: a file for the folder `tests/generic`. The query gives one row, whose `level` is 2 where the
 * check fails and 1 where it warns.
 * @see dbt, "Writing custom generic data tests"; "Data test configurations": `fail_calc`, `warn_if`, `error_if`
 */
export const dbtMacros: string = `{% test dx_level(model, query) %}
{{ config(fail_calc = "coalesce(max(level), 0)", warn_if = ">= 1", error_if = ">= 2", severity = "error") }}
{{ query.replace("${modelPlace}", model ~ "") }}
{% endtest %}
`;
