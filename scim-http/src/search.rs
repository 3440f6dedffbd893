//! Searches over all resource types (RFC 7644 §3.4.2.1, §3.4.3).

use std::io::Write as _;

use scim_types::SortKey;
use scim_types::message::LIST_URN;

use crate::BaseUrl;
use crate::endpoint::{Ask, Share};
use crate::params::Params;
use crate::query::LAST;
use crate::reply::{Failure, Reply};
use crate::service::Inner;

/// One page of the resources of all types. Without an order, type after type as they are mounted; with one, merged, types with equal
/// values in that order.
///
/// Each type is asked by itself, so that a change between two of them may show in the one and not in the other.
pub(crate) async fn across(service: &Inner, params: &Params, base: &BaseUrl) -> Result<Reply, Failure> {
    let (start_index, count) = params.window(service.max_results)?;
    let search = Search { service, params, base };
    let (total, resources) = if params.is_sorted() {
        search.merged(start_index, count).await?
    } else {
        search.in_turn(start_index, count).await?
    };
    let mut body = Vec::with_capacity(256 + resources.iter().map(|json| json.len() + 1).sum::<usize>());
    // Writing to a vector cannot fail.
    let _ = write!(
        body,
        "{{\"schemas\":[\"{LIST_URN}\"],\"totalResults\":{total},\"startIndex\":{start_index},\"itemsPerPage\":{},\"Resources\":[",
        resources.len()
    );
    body.extend_from_slice(&resources.join(&b','));
    body.extend_from_slice(b"]}");
    Ok(Reply::ok(body))
}

struct Search<'a> {
    service: &'a Inner,
    params: &'a Params,
    base: &'a BaseUrl,
}

type Found = Result<(u64, Vec<Vec<u8>>), Failure>;

impl Search<'_> {
    fn ask(&self, start_index: u64, count: u64) -> Ask<'_> {
        let Inner { compat, max_results, .. } = *self.service;
        Ask { params: self.params, start_index, count, base: self.base, compat, max_results }
    }

    /// Never holds more than the page.
    async fn in_turn(&self, start_index: u64, count: u64) -> Found {
        let (mut total, mut page) = (0_u64, Vec::new());
        for endpoint in &self.service.endpoints {
            let first = start_index.saturating_sub(total).max(1);
            let ask = self.ask(first, count.saturating_sub(page.len() as u64));
            let Share { total_results, resources } = endpoint.share(&ask).await?;
            total = total.saturating_add(total_results);
            page.extend(resources.into_iter().map(|(_, json)| json));
        }
        Ok((total, page))
    }

    /// Holds what there is up to the end of the page: what a further type puts before it moves it back.
    async fn merged(&self, start_index: u64, count: u64) -> Found {
        let before = start_index - 1;
        // Far behind the end there is nothing, and nothing should be held to find that out.
        if before > self.service.max_results {
            let (total, _) = self.in_turn(1, 0).await?;
            if before >= total {
                return Ok((total, Vec::new()));
            }
        }
        let wanted = if count == 0 { 0 } else { before.saturating_add(count).min(LAST) };
        let skip = usize::try_from(before).unwrap_or(usize::MAX);
        let (mut total, mut first) = (0_u64, Vec::<(Option<SortKey>, Vec<u8>)>::new());
        for endpoint in &self.service.endpoints {
            let Share { total_results, resources } = endpoint.share(&self.ask(1, wanted)).await?;
            total = total.saturating_add(total_results);
            first.extend(resources);
            // Stable, and two sorted runs are merged in linear time.
            first.sort_by(|(a, _), (b, _)| a.cmp(b));
            first.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        }
        Ok((total, first.into_iter().skip(skip).map(|(_, json)| json).collect()))
    }
}
