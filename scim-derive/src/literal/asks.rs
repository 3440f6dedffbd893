//! What is asked of each name in a path or filter.

use proc_macro2::TokenStream;
use quote::quote;
use scim_grammar::{Attr, AttrPath, Filter, LiteralValue, Operator, Path, Test, outer_bytes};

use super::Refusal;

/// The asks as tokens, in the order of the text.
#[derive(Default)]
pub(crate) struct Asks(TokenStream);

impl Asks {
    pub(crate) fn tokens(self) -> TokenStream {
        self.0
    }

    /// Those of a path.
    pub(crate) fn path(&mut self, path: &Path<'_>) {
        match path {
            Path::Attr(attr) => self.push(attr, false, &quote!(Named)),
            Path::Value { value_path, sub } => {
                self.push(&value_path.attr, false, &quote!(Elements));
                self.nested(&value_path.filter);
                if let Some(name) = *sub {
                    self.push(&AttrPath::Plain(Attr { name, sub: None }), true, &quote!(Named));
                }
            }
        }
    }

    /// Those of a filter. `within` says that it is about the elements of the attribute that was asked about last.
    ///
    /// # Errors
    ///
    /// For a test behind a value filter, which RFC 7644 Figure 1 does not have.
    pub(crate) fn filter(&mut self, filter: &Filter<'_>, within: bool) -> Result<(), Refusal> {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => {
                parts.iter().try_for_each(|part| self.filter(part, within))
            }
            Filter::Not(inner) => self.filter(inner, within),
            Filter::Attr(exp) => {
                self.push(&exp.path, within, &test(&exp.test));
                Ok(())
            }
            Filter::Value(exp) => {
                self.push(&exp.value_path.attr, within, &quote!(Elements));
                self.nested(&exp.value_path.filter);
                match &exp.then {
                    None => Ok(()),
                    Some(then) => Err(Refusal::new(
                        "a filter ends at the `]` of a value filter",
                        then.name.span(),
                        "put the comparison into the brackets with `and`",
                    )),
                }
            }
        }
    }

    /// A filter in brackets holds no further value filter, so nothing can stand behind one.
    fn nested(&mut self, filter: &Filter<'_>) {
        let _ = self.filter(filter, true);
    }

    fn push(&mut self, path: &AttrPath<'_>, within: bool, what: &TokenStream) {
        let (text, at) = (path.to_string(), path.span().start);
        let names = names(path, &text);
        self.0.extend(quote! {
            __l::Ask { path: #text, names: #names, at: #at, within: #within, what: __l::What::#what },
        });
    }
}

/// Expands to:
///
/// ```ignore
/// __l::Names::Two(__l::NameKey(4, 0x656d_616e, 0x656d_616e), __l::NameKey(10, …, …))
/// ```
fn names(path: &AttrPath<'_>, text: &str) -> TokenStream {
    let name = |name: &str| {
        let (len, (head, tail)) = (name.len(), outer_bytes(name.as_bytes()));
        quote!(__l::NameKey(#len, #head, #tail))
    };
    // The names are behind the last colon, since they have none.
    let urn = matches!(path, AttrPath::Urn(_)).then(|| text.rfind(':').unwrap_or(0));
    let behind = urn.map_or(text, |urn| &text[urn + 1..]);
    // Behind a URN alone comes what is no name.
    let dot =
        behind.split_once('.').filter(|_| urn.is_none_or(|_| scim_grammar::split_names(behind).is_some()));
    let (first, second) =
        dot.map_or((name(behind), None), |(first, second)| (name(first), Some(name(second))));
    match (urn, second) {
        (None, None) => quote!(__l::Names::One(#first)),
        (None, Some(second)) => quote!(__l::Names::Two(#first, #second)),
        (Some(urn), None) => quote!(__l::Names::Urn(#urn, #first)),
        (Some(urn), Some(second)) => quote!(__l::Names::UrnTwo(#urn, #first, #second)),
    }
}

/// Expands to `Present`, or:
///
/// ```ignore
/// Compare(__l::Operator::Eq, 12, __l::Lit::Str("work"), 15, 6)
/// ```
fn test(test: &Test<'_>) -> TokenStream {
    let Test::Compare { operator, operator_offset, literal } = test else { return quote!(Present) };
    let operator = match operator {
        Operator::Eq => quote!(Eq),
        Operator::Ne => quote!(Ne),
        Operator::Co => quote!(Co),
        Operator::Sw => quote!(Sw),
        Operator::Ew => quote!(Ew),
        Operator::Gt => quote!(Gt),
        Operator::Ge => quote!(Ge),
        Operator::Lt => quote!(Lt),
        Operator::Le => quote!(Le),
    };
    let value = match &literal.value {
        LiteralValue::String(text) => quote!(Str(#text)),
        LiteralValue::Number(_) => quote!(Number),
        LiteralValue::Boolean(_) => quote!(Bool),
        LiteralValue::Null => quote!(Null),
    };
    let (at, len) = (literal.text.offset, literal.text.text.len());
    quote!(Compare(__l::Operator::#operator, #operator_offset, __l::Lit::#value, #at, #len))
}
