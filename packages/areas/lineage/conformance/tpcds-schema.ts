import type { Schema } from "@dx/sql-parser";

const types: Readonly<Record<string, string>> = {
  int: "integer",
  text: "varchar",
  money: "decimal(7,2)",
  rate: "decimal(5,2)",
  sum: "decimal(15,2)",
  date: "date",
  long: "bigint",
};

/** For each table: a type, then the columns that have it, and so on, in the order of the table. */
const tables: Readonly<Record<string, string>> = {
  call_center: `long: cc_call_center_sk text: cc_call_center_id date: cc_rec_start_date cc_rec_end_date long:
    cc_closed_date_sk cc_open_date_sk text: cc_name cc_class long: cc_employees cc_sq_ft text: cc_hours
    cc_manager long: cc_mkt_id text: cc_mkt_class cc_mkt_desc cc_market_manager long: cc_division text:
    cc_division_name long: cc_company text: cc_company_name cc_street_number cc_street_name
    cc_street_type cc_suite_number cc_city cc_county cc_state cc_zip cc_country rate: cc_gmt_offset
    cc_tax_percentage`,
  catalog_page: `long: cp_catalog_page_sk text: cp_catalog_page_id long: cp_start_date_sk cp_end_date_sk text:
    cp_department long: cp_catalog_number cp_catalog_page_number text: cp_description cp_type`,
  catalog_returns: `long: cr_returned_date_sk cr_returned_time_sk cr_item_sk cr_refunded_customer_sk
    cr_refunded_cdemo_sk cr_refunded_hdemo_sk cr_refunded_addr_sk cr_returning_customer_sk
    cr_returning_cdemo_sk cr_returning_hdemo_sk cr_returning_addr_sk cr_call_center_sk
    cr_catalog_page_sk cr_ship_mode_sk cr_warehouse_sk cr_reason_sk cr_order_number cr_return_quantity
    money: cr_return_amount cr_return_tax cr_return_amt_inc_tax cr_fee cr_return_ship_cost
    cr_refunded_cash cr_reversed_charge cr_store_credit cr_net_loss`,
  catalog_sales: `long: cs_sold_date_sk cs_sold_time_sk cs_ship_date_sk cs_bill_customer_sk cs_bill_cdemo_sk
    cs_bill_hdemo_sk cs_bill_addr_sk cs_ship_customer_sk cs_ship_cdemo_sk cs_ship_hdemo_sk
    cs_ship_addr_sk cs_call_center_sk cs_catalog_page_sk cs_ship_mode_sk cs_warehouse_sk cs_item_sk
    cs_promo_sk cs_order_number cs_quantity money: cs_wholesale_cost cs_list_price cs_sales_price
    cs_ext_discount_amt cs_ext_sales_price cs_ext_wholesale_cost cs_ext_list_price cs_ext_tax
    cs_coupon_amt cs_ext_ship_cost cs_net_paid cs_net_paid_inc_tax cs_net_paid_inc_ship
    cs_net_paid_inc_ship_tax cs_net_profit`,
  customer: `long: c_customer_sk text: c_customer_id long: c_current_cdemo_sk c_current_hdemo_sk
    c_current_addr_sk c_first_shipto_date_sk c_first_sales_date_sk text: c_salutation c_first_name
    c_last_name c_preferred_cust_flag long: c_birth_day c_birth_month c_birth_year text: c_birth_country
    c_login c_email_address int: c_last_review_date_sk`,
  customer_address: `long: ca_address_sk text: ca_address_id ca_street_number ca_street_name ca_street_type
    ca_suite_number ca_city ca_county ca_state ca_zip ca_country rate: ca_gmt_offset text:
    ca_location_type`,
  customer_demographics: `long: cd_demo_sk text: cd_gender cd_marital_status cd_education_status long: cd_purchase_estimate
    text: cd_credit_rating long: cd_dep_count cd_dep_employed_count int: cd_dep_college_count`,
  date_dim: `long: d_date_sk text: d_date_id date: d_date long: d_month_seq d_week_seq d_quarter_seq d_year d_dow
    d_moy d_dom d_qoy d_fy_year d_fy_quarter_seq d_fy_week_seq text: d_day_name d_quarter_name d_holiday
    d_weekend d_following_holiday long: d_first_dom d_last_dom d_same_day_ly d_same_day_lq text:
    d_current_day d_current_week d_current_month d_current_quarter d_current_year`,
  household_demographics: `long: hd_demo_sk hd_income_band_sk text: hd_buy_potential long: hd_dep_count int: hd_vehicle_count`,
  income_band: `long: ib_income_band_sk ib_lower_bound int: ib_upper_bound`,
  inventory: `long: inv_date_sk inv_item_sk inv_warehouse_sk int: inv_quantity_on_hand`,
  item: `long: i_item_sk text: i_item_id date: i_rec_start_date i_rec_end_date text: i_item_desc money:
    i_current_price i_wholesale_cost long: i_brand_id text: i_brand long: i_class_id text: i_class long:
    i_category_id text: i_category long: i_manufact_id text: i_manufact i_size i_formulation i_color
    i_units i_container long: i_manager_id text: i_product_name`,
  promotion: `long: p_promo_sk text: p_promo_id long: p_start_date_sk p_end_date_sk p_item_sk sum: p_cost long:
    p_response_target text: p_promo_name p_channel_dmail p_channel_email p_channel_catalog p_channel_tv
    p_channel_radio p_channel_press p_channel_event p_channel_demo p_channel_details p_purpose
    p_discount_active`,
  reason: `long: r_reason_sk text: r_reason_id r_reason_desc`,
  ship_mode: `long: sm_ship_mode_sk text: sm_ship_mode_id sm_type sm_code sm_carrier sm_contract`,
  store: `long: s_store_sk text: s_store_id date: s_rec_start_date s_rec_end_date long: s_closed_date_sk text:
    s_store_name long: s_number_employees s_floor_space text: s_hours s_manager long: s_market_id text:
    s_geography_class s_market_desc s_market_manager long: s_division_id text: s_division_name long:
    s_company_id text: s_company_name s_street_number s_street_name s_street_type s_suite_number s_city
    s_county s_state s_zip s_country rate: s_gmt_offset s_tax_percentage`,
  store_returns: `long: sr_returned_date_sk sr_return_time_sk sr_item_sk sr_customer_sk sr_cdemo_sk sr_hdemo_sk
    sr_addr_sk sr_store_sk sr_reason_sk sr_ticket_number sr_return_quantity money: sr_return_amt
    sr_return_tax sr_return_amt_inc_tax sr_fee sr_return_ship_cost sr_refunded_cash sr_reversed_charge
    sr_store_credit sr_net_loss`,
  store_sales: `long: ss_sold_date_sk ss_sold_time_sk ss_item_sk ss_customer_sk ss_cdemo_sk ss_hdemo_sk ss_addr_sk
    ss_store_sk ss_promo_sk ss_ticket_number ss_quantity money: ss_wholesale_cost ss_list_price
    ss_sales_price ss_ext_discount_amt ss_ext_sales_price ss_ext_wholesale_cost ss_ext_list_price
    ss_ext_tax ss_coupon_amt ss_net_paid ss_net_paid_inc_tax ss_net_profit`,
  time_dim: `long: t_time_sk text: t_time_id long: t_time t_hour t_minute t_second text: t_am_pm t_shift
    t_sub_shift t_meal_time`,
  warehouse: `long: w_warehouse_sk text: w_warehouse_id w_warehouse_name long: w_warehouse_sq_ft text:
    w_street_number w_street_name w_street_type w_suite_number w_city w_county w_state w_zip w_country
    rate: w_gmt_offset`,
  web_page: `long: wp_web_page_sk text: wp_web_page_id date: wp_rec_start_date wp_rec_end_date long:
    wp_creation_date_sk wp_access_date_sk text: wp_autogen_flag long: wp_customer_sk text: wp_url
    wp_type long: wp_char_count wp_link_count wp_image_count int: wp_max_ad_count`,
  web_returns: `long: wr_returned_date_sk wr_returned_time_sk wr_item_sk wr_refunded_customer_sk
    wr_refunded_cdemo_sk wr_refunded_hdemo_sk wr_refunded_addr_sk wr_returning_customer_sk
    wr_returning_cdemo_sk wr_returning_hdemo_sk wr_returning_addr_sk wr_web_page_sk wr_reason_sk
    wr_order_number wr_return_quantity money: wr_return_amt wr_return_tax wr_return_amt_inc_tax wr_fee
    wr_return_ship_cost wr_refunded_cash wr_reversed_charge wr_account_credit wr_net_loss`,
  web_sales: `long: ws_sold_date_sk ws_sold_time_sk ws_ship_date_sk ws_item_sk ws_bill_customer_sk
    ws_bill_cdemo_sk ws_bill_hdemo_sk ws_bill_addr_sk ws_ship_customer_sk ws_ship_cdemo_sk
    ws_ship_hdemo_sk ws_ship_addr_sk ws_web_page_sk ws_web_site_sk ws_ship_mode_sk ws_warehouse_sk
    ws_promo_sk ws_order_number ws_quantity money: ws_wholesale_cost ws_list_price ws_sales_price
    ws_ext_discount_amt ws_ext_sales_price ws_ext_wholesale_cost ws_ext_list_price ws_ext_tax
    ws_coupon_amt ws_ext_ship_cost ws_net_paid ws_net_paid_inc_tax ws_net_paid_inc_ship
    ws_net_paid_inc_ship_tax ws_net_profit`,
  web_site: `long: web_site_sk text: web_site_id date: web_rec_start_date web_rec_end_date text: web_name long:
    web_open_date_sk web_close_date_sk text: web_class web_manager long: web_mkt_id text: web_mkt_class
    web_mkt_desc web_market_manager long: web_company_id text: web_company_name web_street_number
    web_street_name web_street_type web_suite_number web_city web_county web_state web_zip web_country
    rate: web_gmt_offset web_tax_percentage`,
};

function columnsOf(text: string): Readonly<Record<string, string>> {
  let type = "";
  const columns: Record<string, string> = {};
  for (const word of text.split(/\s+/))
    if (word.endsWith(":")) type = types[word.slice(0, -1)] ?? "";
    else columns[word] = type;
  return columns;
}

/** The 24 tables of TPC-DS, with DuckDB's types. */
export const tpcds: Schema = Object.fromEntries(
  Object.entries(tables).map(([table, text]) => [table, columnsOf(text)]),
);
