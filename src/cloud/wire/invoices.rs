//! Invoices of the international site (INV-51).

use rust_decimal::Decimal;

use super::Paged;
use crate::values::Masked;

operation! {
    /// International invoices by time of application; `offset` is a page number from 1 (INV-51, API-33).
    ListInvoices: Read Get "/v1.0/{domain_id}/payments/intl-invoices" on International -> InvoicePage {
        start_time: String,
        end_time: String,
        offset: i64,
        limit: i64,
    }
}

answer! {
    /// A page of invoices (INV-51).
    InvoicePage {
        count: Option<i64>,
        invoices: Vec<Invoice>,
    }

    /// An invoice or its request; the contract writes these names in camel case (INV-52).
    Invoice {
        request_id as "requestId": Option<String>,
        cancel_reason as "cancelReason": Option<String>,
        title_type as "titleType": Option<i64>,
        channel_type as "channelType": Option<i64>,
        invoice_type as "invoiceType": Option<i64>,
        invoice_title as "invoiceTitle": Option<String>,
        invoice_amount as "invoiceAmount": Option<Decimal>,
        invoice_method as "invoiceMethod": Option<i64>,
        invoice_class as "invoiceClass": Option<i64>,
        invoice_state as "invoiceState": Option<i64>,
        apply_opera as "applyOpera": Option<Masked<String>>,
        address_info as "addressInfo": Option<PostalAddress>,
        apply_time as "applyTime": Option<String>,
        invoice_mode as "invoiceMode": Option<String>,
        email: Option<Masked<String>>,
        request_mode as "requestMode": Option<String>,
        src_request_id as "srcRequestId": Option<String>,
        sales_id as "salesId": Option<String>,
        invoice_no as "invoiceNo": Option<String>,
        trade_type as "tradeType": Option<i64>,
        bill_cycle as "billCycle": Option<String>,
        tax_list as "taxList": Vec<Tax>,
    }

    /// Where a paper invoice goes.
    PostalAddress {
        address: Option<Masked<String>>,
        recipients: Option<Masked<String>>,
        zip_code as "zipCode": Option<Masked<String>>,
        mobile_phone as "mobilePhone": Option<Masked<String>>,
    }

    /// One tax of an invoice (INV-52).
    Tax {
        tax_class as "taxClass": Option<String>,
        tax_rate as "taxRate": Option<String>,
        sub_tax_class as "subTaxClass": Option<String>,
        tax_amount as "taxAmount": Option<Decimal>,
        tax_visible_flag as "taxVisibleFlag": Option<String>,
        tax_accounting_flag as "taxAccountingFlag": Option<String>,
    }
}

impl Paged for ListInvoices {
    type Row = Invoice;
    const LARGEST_PAGE: i64 = 100;
    const ROWS: &'static str = "invoices";

    /// Here `offset` is the number of a page, from 1 (API-33).
    fn page(mut self, offset: i64, limit: i64) -> Self {
        self.offset = offset / limit.max(1) + 1;
        self.limit = limit;
        self
    }

    fn total(answer: &InvoicePage) -> Option<i64> {
        answer.count
    }

    fn rows(answer: InvoicePage) -> Vec<Invoice> {
        answer.invoices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered_from_one() {
        for (offset, want) in [(0, 1), (100, 2), (250, 3)] {
            let list = ListInvoices::default().page(offset, 100);
            assert_eq!((list.offset, list.limit), (want, 100));
        }
    }
}
