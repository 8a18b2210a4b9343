// The references that the specifications of TPC-H and TPC-DS name: of each table, the columns that refer to each key.

/** Of TPC-H; the parts of a key of two columns stand with a plus. */
export const tpch: References = {
  lineitem: {
    "orders.o_orderkey": "l_orderkey",
    "partsupp.ps_partkey+ps_suppkey": "l_partkey+l_suppkey",
  },
  partsupp: {
    "part.p_partkey": "ps_partkey",
    "supplier.s_suppkey": "ps_suppkey",
  },
  customer: {
    "nation.n_nationkey": "c_nationkey",
  },
  nation: {
    "region.r_regionkey": "n_regionkey",
  },
  supplier: {
    "nation.n_nationkey": "s_nationkey",
  },
  orders: {
    "customer.c_custkey": "o_custkey",
  },
};

/** Of TPC-DS, of one column; those of returns to sales have two, and are judged as neither right nor wrong. */
export const tpcds: References = {
  call_center: {
    "date_dim.d_date_sk": "cc_closed_date_sk cc_open_date_sk",
  },
  catalog_page: {
    "date_dim.d_date_sk": "cp_start_date_sk cp_end_date_sk",
  },
  catalog_returns: {
    "date_dim.d_date_sk": "cr_returned_date_sk",
    "time_dim.t_time_sk": "cr_returned_time_sk",
    "item.i_item_sk": "cr_item_sk",
    "customer.c_customer_sk": "cr_refunded_customer_sk cr_returning_customer_sk",
    "customer_demographics.cd_demo_sk": "cr_refunded_cdemo_sk cr_returning_cdemo_sk",
    "household_demographics.hd_demo_sk": "cr_refunded_hdemo_sk cr_returning_hdemo_sk",
    "customer_address.ca_address_sk": "cr_refunded_addr_sk cr_returning_addr_sk",
    "call_center.cc_call_center_sk": "cr_call_center_sk",
    "catalog_page.cp_catalog_page_sk": "cr_catalog_page_sk",
    "ship_mode.sm_ship_mode_sk": "cr_ship_mode_sk",
    "warehouse.w_warehouse_sk": "cr_warehouse_sk",
    "reason.r_reason_sk": "cr_reason_sk",
  },
  catalog_sales: {
    "date_dim.d_date_sk": "cs_sold_date_sk cs_ship_date_sk",
    "time_dim.t_time_sk": "cs_sold_time_sk",
    "customer.c_customer_sk": "cs_bill_customer_sk cs_ship_customer_sk",
    "customer_demographics.cd_demo_sk": "cs_bill_cdemo_sk cs_ship_cdemo_sk",
    "household_demographics.hd_demo_sk": "cs_bill_hdemo_sk cs_ship_hdemo_sk",
    "customer_address.ca_address_sk": "cs_bill_addr_sk cs_ship_addr_sk",
    "call_center.cc_call_center_sk": "cs_call_center_sk",
    "catalog_page.cp_catalog_page_sk": "cs_catalog_page_sk",
    "ship_mode.sm_ship_mode_sk": "cs_ship_mode_sk",
    "warehouse.w_warehouse_sk": "cs_warehouse_sk",
    "item.i_item_sk": "cs_item_sk",
    "promotion.p_promo_sk": "cs_promo_sk",
  },
  customer: {
    "customer_demographics.cd_demo_sk": "c_current_cdemo_sk",
    "household_demographics.hd_demo_sk": "c_current_hdemo_sk",
    "customer_address.ca_address_sk": "c_current_addr_sk",
    "date_dim.d_date_sk": "c_first_shipto_date_sk c_first_sales_date_sk c_last_review_date_sk",
  },
  household_demographics: {
    "income_band.ib_income_band_sk": "hd_income_band_sk",
  },
  inventory: {
    "date_dim.d_date_sk": "inv_date_sk",
    "item.i_item_sk": "inv_item_sk",
    "warehouse.w_warehouse_sk": "inv_warehouse_sk",
  },
  promotion: {
    "date_dim.d_date_sk": "p_start_date_sk p_end_date_sk",
    "item.i_item_sk": "p_item_sk",
  },
  store: {
    "date_dim.d_date_sk": "s_closed_date_sk",
  },
  store_returns: {
    "date_dim.d_date_sk": "sr_returned_date_sk",
    "time_dim.t_time_sk": "sr_return_time_sk",
    "item.i_item_sk": "sr_item_sk",
    "customer.c_customer_sk": "sr_customer_sk",
    "customer_demographics.cd_demo_sk": "sr_cdemo_sk",
    "household_demographics.hd_demo_sk": "sr_hdemo_sk",
    "customer_address.ca_address_sk": "sr_addr_sk",
    "store.s_store_sk": "sr_store_sk",
    "reason.r_reason_sk": "sr_reason_sk",
  },
  store_sales: {
    "date_dim.d_date_sk": "ss_sold_date_sk",
    "time_dim.t_time_sk": "ss_sold_time_sk",
    "item.i_item_sk": "ss_item_sk",
    "customer.c_customer_sk": "ss_customer_sk",
    "customer_demographics.cd_demo_sk": "ss_cdemo_sk",
    "household_demographics.hd_demo_sk": "ss_hdemo_sk",
    "customer_address.ca_address_sk": "ss_addr_sk",
    "store.s_store_sk": "ss_store_sk",
    "promotion.p_promo_sk": "ss_promo_sk",
  },
  web_page: {
    "date_dim.d_date_sk": "wp_creation_date_sk wp_access_date_sk",
    "customer.c_customer_sk": "wp_customer_sk",
  },
  web_returns: {
    "date_dim.d_date_sk": "wr_returned_date_sk",
    "time_dim.t_time_sk": "wr_returned_time_sk",
    "item.i_item_sk": "wr_item_sk",
    "customer.c_customer_sk": "wr_refunded_customer_sk wr_returning_customer_sk",
    "customer_demographics.cd_demo_sk": "wr_refunded_cdemo_sk wr_returning_cdemo_sk",
    "household_demographics.hd_demo_sk": "wr_refunded_hdemo_sk wr_returning_hdemo_sk",
    "customer_address.ca_address_sk": "wr_refunded_addr_sk wr_returning_addr_sk",
    "web_page.wp_web_page_sk": "wr_web_page_sk",
    "reason.r_reason_sk": "wr_reason_sk",
  },
  web_sales: {
    "date_dim.d_date_sk": "ws_sold_date_sk ws_ship_date_sk",
    "time_dim.t_time_sk": "ws_sold_time_sk",
    "item.i_item_sk": "ws_item_sk",
    "customer.c_customer_sk": "ws_bill_customer_sk ws_ship_customer_sk",
    "customer_demographics.cd_demo_sk": "ws_bill_cdemo_sk ws_ship_cdemo_sk",
    "household_demographics.hd_demo_sk": "ws_bill_hdemo_sk ws_ship_hdemo_sk",
    "customer_address.ca_address_sk": "ws_bill_addr_sk ws_ship_addr_sk",
    "web_page.wp_web_page_sk": "ws_web_page_sk",
    "web_site.web_site_sk": "ws_web_site_sk",
    "ship_mode.sm_ship_mode_sk": "ws_ship_mode_sk",
    "warehouse.w_warehouse_sk": "ws_warehouse_sk",
    "promotion.p_promo_sk": "ws_promo_sk",
  },
  web_site: {
    "date_dim.d_date_sk": "web_open_date_sk web_close_date_sk",
  },
};

/** By table, and by key as `table.column`: names of columns with spaces between them. */
export type References = Readonly<Record<string, Readonly<Record<string, string>>>>;
