//! The tables behind the enterprise reports (`EN 9.1`, `ES 5.3`), which are read only where those reports are on.

use super::Kind::{Boolean, Decimal2, Integer, Text};
use super::LmsTable;

/// Tables of the LMS.
pub const ENTERPRISE_TABLES: &[LmsTable] = &[
    LmsTable {
        name: "enterprise_enterprisecustomer",
        doc: "Customers: who sends learners.",
        columns: &[("uuid", Text), ("name", Text), ("site_id", Integer)],
    },
    LmsTable {
        name: "enterprise_enterprisecustomeruser",
        doc: "Learners linked to customers.",
        columns: &[
            ("id", Integer),
            ("user_id", Integer),
            ("enterprise_customer_id", Text),
            ("linked", Boolean),
        ],
    },
    LmsTable {
        name: "enterprise_enterprisecourseenrollment",
        doc: "Enrollments that customers made.",
        columns: &[
            ("id", Integer),
            ("course_id", Text),
            ("enterprise_customer_user_id", Integer),
        ],
    },
    LmsTable {
        name: "consent_datasharingconsent",
        doc: "Whether learners let customers see what they do.",
        columns: &[
            ("id", Integer),
            ("username", Text),
            ("granted", Boolean),
            ("course_id", Text),
            ("enterprise_customer_id", Text),
        ],
    },
    LmsTable {
        name: "social_auth_usersocialauth",
        doc: "Names of learners at their customer's sign-in.",
        columns: &[("id", Integer), ("user_id", Integer), ("provider", Text), ("uid", Text)],
    },
    LmsTable {
        name: "entitlements_courseentitlement",
        doc: "Rights to take one run of a course.",
        columns: &[
            ("id", Integer),
            ("uuid", Text),
            ("course_uuid", Text),
            ("user_id", Integer),
            ("enrollment_course_run_id", Integer),
            ("order_number", Text),
        ],
    },
];

/// Tables of the shop (ecommerce), a database of its own.
pub const ECOMMERCE_TABLES: &[LmsTable] = &[
    LmsTable {
        name: "ecommerce_user",
        doc: "Accounts of the shop.",
        columns: &[("id", Integer), ("username", Text)],
    },
    LmsTable {
        name: "catalogue_product",
        doc: "What the shop sells.",
        columns: &[("id", Integer), ("course_id", Text)],
    },
    LmsTable {
        name: "catalogue_productattribute",
        doc: "Attributes of products.",
        columns: &[("id", Integer), ("code", Text)],
    },
    LmsTable {
        name: "catalogue_productattributevalue",
        doc: "Values of attributes.",
        columns: &[
            ("id", Integer),
            ("value_text", Text),
            ("attribute_id", Integer),
            ("product_id", Integer),
        ],
    },
    LmsTable {
        name: "order_order",
        doc: "Orders.",
        columns: &[
            ("id", Integer),
            ("number", Text),
            ("total_incl_tax", Decimal2),
            ("user_id", Integer),
        ],
    },
    LmsTable {
        name: "order_line",
        doc: "Lines of orders.",
        columns: &[
            ("id", Integer),
            ("line_price_before_discounts_excl_tax", Decimal2),
            ("order_id", Integer),
            ("product_id", Integer),
        ],
    },
    LmsTable {
        name: "order_orderdiscount",
        doc: "Discounts of orders.",
        columns: &[
            ("id", Integer),
            ("offer_id", Integer),
            ("voucher_id", Integer),
            ("order_id", Integer),
        ],
    },
    LmsTable {
        name: "refund_refundline",
        doc: "Lines that are paid back.",
        columns: &[("id", Integer), ("status", Text), ("order_line_id", Integer)],
    },
    LmsTable {
        name: "voucher_voucher",
        doc: "Vouchers.",
        columns: &[("id", Integer), ("name", Text), ("code", Text)],
    },
    LmsTable {
        name: "offer_conditionaloffer",
        doc: "Offers.",
        columns: &[("id", Integer), ("offer_type", Text), ("benefit_id", Integer)],
    },
    LmsTable {
        name: "offer_benefit",
        doc: "What offers give.",
        columns: &[
            ("id", Integer),
            ("type", Text),
            ("value", Decimal2),
            ("proxy_class", Text),
        ],
    },
];
