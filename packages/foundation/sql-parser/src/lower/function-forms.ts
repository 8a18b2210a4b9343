import type { CallForm } from "../ast/expression.ts";

const aggregates = new Set(
  `aggregate_function any_value approx_count_distinct approx_distinct approx_quantile approx_top_k arg_max arg_min
  argmax argmin array_agg array_concat_agg array_union_agg avg avg_if bit_and bit_or bit_xor bitwise_and_agg
  bitwise_or_agg bitwise_xor_agg bool_and bool_or collect_list collect_set corr count count_if count_star countif
  covar_pop covar_samp every first first_value_agg group_concat histogram json_agg json_array_agg json_object_agg
  jsonb_agg jsonb_object_agg kurtosis last list list_agg listagg logical_and logical_or mad max max_by maxby
  mean median min min_by minby mode object_agg percentile percentile_cont percentile_disc product quantile
  quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
  regr_sxy regr_syy skewness std stddev stddev_pop stddev_samp string_agg sum sum_if sumif array_agg_distinct
  var_pop var_samp variance variance_pop variance_samp within_group xmlagg hll approx_percentile
  array_unique_agg boolor_agg booland_agg bitand_agg bitor_agg j_s_o_n_array_agg j_s_o_n_object_agg
  grouping_id grouping checksum_agg string_agg_distinct j_s_o_n_b_object_agg favg fsum kahan_sum sumkahan`.split(
    /\s+/,
  ),
);

const windows = new Set(
  `row_number rank dense_rank percent_rank cume_dist ntile n_tile lag lead first_value last_value nth_value
  ratio_to_report conditional_true_event conditional_change_event`.split(/\s+/),
);

/** Of functions whose name or kind is given, in lower case. */
export function formOf(name: string): CallForm {
  if (aggregates.has(name)) return "aggregate";
  return windows.has(name) ? "window" : "scalar";
}

/** Aggregates of which the argument only decides, or is counted. */
const counting = new Set(["count", "count_if", "countif", "count_star", "approx_count_distinct"]);

const hashing =
  /^(?:md5.*|m_d5.*|sha\d*.*|s_h_a\d*.*|hash|xxhash\d*|crc32|farm_fingerprint|murmurhash.*|hash_values|hashbytes|checksum)$/;

/** Whether the values that go into a call cannot be read back from what it gives: counts and hashes. */
export function isMaskingCall(name: string): boolean {
  return counting.has(name) || hashing.test(name) || name === "regr_count" || name === "hll";
}
