//! What is asked of each name in a path or filter.

use proc_macro2::TokenStream;
use quote::quote;
use scim_grammar::{AttrPath, Filter, LiteralValue, Operator, Path, Test};

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
            Path::Attr(attr) => self.push(&text_of(attr), attr.span().start, None, &quote!(Named)),
            Path::Value { value_path, sub } => {
                let outer = text_of(&value_path.attr);
                self.push(&outer, value_path.attr.span().start, None, &quote!(Elements));
                self.nested(&value_path.filter, &outer);
                if let Some(sub) = sub {
                    self.push(sub.text, sub.offset, Some(&outer), &quote!(Named));
                }
            }
        }
    }

    /// Those of a filter. `within` is the attribute whose elements it is about.
    ///
    /// # Errors
    ///
    /// For a test behind a value filter, which RFC 7644 Figure 1 does not have.
    pub(crate) fn filter(&mut self, filter: &Filter<'_>, within: Option<&str>) -> Result<(), Refusal> {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => {
                parts.iter().try_for_each(|part| self.filter(part, within))
            }
            Filter::Not(inner) => self.filter(inner, within),
            Filter::Attr(exp) => {
                self.push(&text_of(&exp.path), exp.path.span().start, within, &test(&exp.test));
                Ok(())
            }
            Filter::Value(exp) => {
                let outer = text_of(&exp.value_path.attr);
                self.push(&outer, exp.value_path.attr.span().start, within, &quote!(Elements));
                self.nested(&exp.value_path.filter, &outer);
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
    fn nested(&mut self, filter: &Filter<'_>, outer: &str) {
        let _ = self.filter(filter, Some(outer));
    }

    fn push(&mut self, path: &str, at: usize, within: Option<&str>, what: &TokenStream) {
        let within = if let Some(outer) = within {
            quote!(::core::option::Option::Some(#outer))
        } else {
            quote!(::core::option::Option::None)
        };
        self.0.extend(quote!(__l::Ask { path: #path, at: #at, within: #within, what: __l::What::#what },));
    }
}

fn text_of(path: &AttrPath<'_>) -> String {
    path.to_string()
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
