//! Time stamps, in the three spellings that exports of a tenant come in.

/// How time stamps are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DateStyle {
    /// `2026-11-20T08:00:00Z`, as the REST interfaces answer.
    Iso,
    /// `/Date(1795161600000)/`, as `ConvertTo-Json` of Windows PowerShell 5.1 writes a `[datetime]`.
    Millis,
    /// `2026/11/20 8:00:00`, as `Export-Csv` writes a `[datetime]` under the culture ja-JP.
    Culture,
}

/// 2026-11-20T08:00:00Z, when every generated snapshot was "collected".
pub(crate) const COLLECTED_AT: i64 = 1_795_161_600;

/// Year, month and day of a day number since 1970-01-01 (Howard Hinnant's `civil_from_days`).
const fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

fn push_two(out: &mut Vec<u8>, value: i64) {
    out.push(b'0' + u8::try_from(value / 10 % 10).unwrap_or(0));
    out.push(b'0' + u8::try_from(value % 10).unwrap_or(0));
}

/// Appends a decimal number.
pub(crate) fn push_number(out: &mut Vec<u8>, value: i64) {
    let mut digits = [b'0'; 20];
    let mut rest = value.unsigned_abs();
    let mut used = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend(digits.iter().skip(digits.len() - used));
}

/// Appends the stamp of a number of seconds since 1970-01-01, without quotes.
pub(crate) fn push_date(out: &mut Vec<u8>, seconds: i64, style: DateStyle) {
    if style == DateStyle::Millis {
        out.extend_from_slice(b"\\/Date(");
        push_number(out, seconds * 1000);
        out.extend_from_slice(b")\\/");
        return;
    }
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    let of_day = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let separator = if style == DateStyle::Iso { b'-' } else { b'/' };
    push_two(out, year / 100);
    push_two(out, year % 100);
    out.push(separator);
    push_two(out, month);
    out.push(separator);
    push_two(out, day);
    if style == DateStyle::Iso {
        out.push(b'T');
        push_two(out, hour);
    } else {
        out.push(b' ');
        push_number(out, hour);
    }
    out.push(b':');
    push_two(out, minute);
    out.push(b':');
    push_two(out, second);
    if style == DateStyle::Iso {
        out.push(b'Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seconds: i64, style: DateStyle) -> String {
        let mut out = Vec::new();
        push_date(&mut out, seconds, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_collection_time_in_every_style() {
        assert_eq!(text(COLLECTED_AT, DateStyle::Iso), "2026-11-20T08:00:00Z");
        assert_eq!(text(COLLECTED_AT, DateStyle::Millis), r"\/Date(1795161600000)\/");
        assert_eq!(text(COLLECTED_AT, DateStyle::Culture), "2026/11/20 8:00:00");
    }

    #[test]
    fn leap_days_and_the_epoch() {
        assert_eq!(text(0, DateStyle::Iso), "1970-01-01T00:00:00Z");
        assert_eq!(text(1_709_164_800, DateStyle::Iso), "2024-02-29T00:00:00Z");
        assert_eq!(text(951_782_400, DateStyle::Iso), "2000-02-29T00:00:00Z");
    }

    #[test]
    fn numbers_keep_zero_and_sign() {
        let mut out = Vec::new();
        push_number(&mut out, 0);
        push_number(&mut out, -120);
        push_number(&mut out, i64::MIN);
        assert_eq!(out, b"0-120-9223372036854775808");
    }
}
