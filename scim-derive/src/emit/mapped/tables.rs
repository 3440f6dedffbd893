//! The tables of a row as constants.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::table::{carrier, column, place};
use crate::model::{Attr, Constant, Element, Entry, Mapped, Part, RowField};

/// What a slot is.
#[derive(Clone)]
pub(super) enum Place {
    /// A field, and its column.
    Field(TokenStream),
    /// A complex value, by the name of its table.
    Complex(Ident),
    /// Elements, by the name of their list.
    Elements(Ident),
}

impl Place {
    /// Expands to `__s::Layout::Complex(__R1)` or the like.
    pub(super) fn layout(&self) -> TokenStream {
        match self {
            Self::Field(column) => quote!(__s::Layout::Field(#column)),
            Self::Complex(table) => quote!(__s::Layout::Complex(#table)),
            Self::Elements(list) => quote!(__s::Layout::Elements(#list)),
        }
    }

    /// Expands to what `slot` returns, unless it is a field.
    pub(super) fn value(&self) -> Option<TokenStream> {
        match self {
            Self::Field(_) => None,
            Self::Complex(table) => Some(quote!(__s::row_part(self, #table))),
            Self::Elements(list) => Some(quote!(__s::row_elements(self, #list))),
        }
    }
}

/// The tables of a row as they are written.
pub(super) struct Row<'m> {
    pub(super) mapped: &'m Mapped,
    /// Tables of parts, and the attributes of the row.
    pub(super) constants: TokenStream,
    /// What each slot is.
    pub(super) layout: Vec<Place>,
    /// The slots that are fields.
    pub(super) fields: Vec<(usize, usize)>,
    /// Each extension in the resource's type.
    pub(super) extensions: Vec<TokenStream>,
    /// Their schemas.
    pub(super) schemas: Vec<Ident>,
    parts: usize,
}

impl<'m> Row<'m> {
    pub(super) fn new(mapped: &'m Mapped) -> Self {
        Self {
            mapped,
            constants: TokenStream::new(),
            layout: Vec::new(),
            fields: Vec::new(),
            extensions: Vec::new(),
            schemas: Vec::new(),
            parts: 0,
        }
    }

    /// A number for the constants of a further part.
    fn part(&mut self) -> usize {
        self.parts += 1;
        self.parts
    }

    /// A further slot.
    fn slot(&mut self, what: Place) -> usize {
        self.layout.push(what);
        self.layout.len() - 1
    }

    fn field_slot(&mut self, field: usize) -> usize {
        let column = if let Some(column) = &self.mapped.fields[field].column {
            let place = place(column);
            quote!(__s::Some(&#place))
        } else {
            quote!(__s::None)
        };
        let slot = self.slot(Place::Field(column));
        self.fields.push((slot, field));
        slot
    }

    /// What follows from the field's type alone.
    fn of_type(&self, field: usize) -> TokenStream {
        let RowField { carrier: of, member, default, .. } = &self.mapped.fields[field];
        let carrier = carrier(of, &member.ty);
        let optional = default.is_some().then(|| quote!(.optional()));
        quote!(#carrier::DEF #optional)
    }

    /// What a row narrows.
    fn narrowed(&self, field: usize) -> TokenStream {
        let RowField { required, mutability, description, column: of, .. } = &self.mapped.fields[field];
        let mut tokens = TokenStream::new();
        tokens.extend(column(of.as_ref()));
        if required.is_some() {
            tokens.extend(quote!(.required()));
        }
        if let Some(mutability) = mutability {
            let mutability = mutability.value;
            tokens.extend(quote!(.mutability(__s::Mutability::#mutability)));
        }
        if let Some(description) = description {
            tokens.extend(quote!(.described(#description)));
        }
        tokens
    }

    /// Common attributes first and last, as in the RFC's examples.
    pub(super) fn root(&mut self) {
        let mapped = self.mapped;
        let common = |part: Part| mapped.fields.iter().position(|field| field.part == part);
        let first = [(Part::Id, "id"), (Part::ExternalId, "externalId")];
        let first: Vec<_> =
            first.iter().filter_map(|(part, name)| Some((common(*part)?, *name, *part))).collect();
        let meta = common(Part::Meta);
        // Attributes have the first slots; what they are made of comes behind.
        let count = first.len() + mapped.core.len() + mapped.groups.len() + usize::from(meta.is_some());
        self.layout = vec![Place::Field(quote!(__s::None)); count];
        let mut definitions = Vec::new();
        for (field, name, part) in first {
            self.fields.push((definitions.len(), field));
            let of_type = self.of_type(field);
            let role = if part == Part::Id { quote!(Id) } else { quote!(ExternalId) };
            let column = column(self.mapped.fields[field].column.as_ref());
            definitions.push(quote!(#of_type.named(#name, "").role(__s::Role::#role) #column));
        }
        for attr in &mapped.core {
            let at = definitions.len();
            let name = &attr.name;
            let schema = quote!(__s::maps::attribute(__SCHEMA, #name));
            let (definition, layout) = self.entry(attr, &schema, at, &format_ident!("__ATTRIBUTES"), "");
            match layout {
                Some(layout) => self.layout[at] = layout,
                None => {
                    if let Entry::Field(field) = attr.entry {
                        self.fields.push((at, field));
                    }
                }
            }
            definitions.push(definition);
        }
        for (urn, attrs) in &mapped.groups {
            let at = definitions.len();
            let schema = quote!(__s::maps::extension(__SCHEMA, #urn));
            let (definition, layout) = self.extension(urn, attrs, &schema);
            self.layout[at] = layout;
            definitions.push(definition);
        }
        if let Some(field) = meta {
            self.fields.push((definitions.len(), field));
            let of_type = self.of_type(field);
            let column = column(self.mapped.fields[field].column.as_ref());
            definitions.push(quote!(#of_type.named("meta", "").role(__s::Role::Meta) #column));
        }
        self.constants.extend(quote! {
            const __ATTRIBUTES: &[__s::AttributeDef] = &[#(#definitions),*];
        });
    }

    /// The definition of an attribute, and what its slot is, if it is no field.
    fn entry(
        &mut self,
        attr: &Attr,
        schema: &TokenStream,
        at: usize,
        attributes: &Ident,
        prefix: &str,
    ) -> (TokenStream, Option<Place>) {
        match &attr.entry {
            Entry::Field(field) => {
                let (of_type, narrowed) = (self.of_type(*field), self.narrowed(*field));
                (quote!(__s::maps::inherit(#schema, #of_type) #narrowed), None)
            }
            Entry::Complex(subs) => {
                let (definition, layout) = self.complex(subs, schema);
                (definition, Some(layout))
            }
            Entry::Elements(elements) => {
                let path = format!("{prefix}{}", attr.name);
                let (definition, layout) = self.elements(elements, schema, at, attributes, &path);
                (definition, Some(layout))
            }
        }
    }

    /// Expands to, for `name` with two fields:
    ///
    /// ```text
    /// const __A1: &[__s::AttributeDef] = &[__s::maps::inherit(/* name.givenName */, /* the field's type */), /* ... */];
    /// const __T1: &__s::Table = &__s::Table::new(__A1, &__s::keys::<2>(__A1), __s::None);
    /// const __R1: &__s::Table = &__T1.at(&[__s::Node::Slot { slot: 7, required: false }, /* ... */]);
    /// ```
    fn complex(&mut self, subs: &[(String, usize)], schema: &TokenStream) -> (TokenStream, Place) {
        let (attributes, table, row) = self.names();
        let mut definitions = Vec::new();
        let mut nodes = Vec::new();
        for (name, field) in subs {
            let (of_type, narrowed) = (self.of_type(*field), self.narrowed(*field));
            definitions.push(quote!(__s::maps::inherit(__s::maps::sub(#schema, #name), #of_type) #narrowed));
            let slot = number(self.field_slot(*field));
            nodes.push(quote!(__s::Node::Slot { slot: #slot, required: false }));
        }
        let count = Literal::usize_unsuffixed(subs.len());
        self.constants.extend(quote! {
            const #attributes: &[__s::AttributeDef] = &[#(#definitions),*];
            const #table: &__s::Table = &__s::Table::new(#attributes, &__s::keys::<#count>(#attributes), __s::None);
            const #row: &__s::Table = &#table.at(&[#(#nodes),*]);
        });
        let fields: Vec<_> = subs.iter().map(|(_, field)| self.of_type(*field)).collect();
        (quote!(__s::maps::part(#schema, #table, &[#(#fields),*])), Place::Complex(row))
    }

    /// The names of a part's constants.
    fn names(&mut self) -> (Ident, Ident, Ident) {
        let part = self.part();
        (format_ident!("__A{part}"), format_ident!("__T{part}"), format_ident!("__R{part}"))
    }

    /// Expands to the same as [`complex`](Self::complex), with a table for each element:
    ///
    /// ```text
    /// const __R2_0: &__s::Table = &__T2.at(&[/* value */, __s::Node::Fixed { value: __s::Literal::Str("work"), key: true }]);
    /// const __E2: &__s::Elements = &__s::Elements::new("emails", &__ATTRIBUTES[4], &[__R2_0]);
    /// ```
    fn elements(
        &mut self,
        elements: &[Element],
        schema: &TokenStream,
        at: usize,
        outer: &Ident,
        path: &str,
    ) -> (TokenStream, Place) {
        let (attributes, table, row) = self.names();
        let list = format_ident!("__E{}", self.parts);
        let names = sub_attributes(elements);
        let definitions: Vec<_> =
            names.iter().map(|name| self.sub_definition(elements, name, schema)).collect();
        let mut tables = Vec::new();
        let mut all = Vec::new();
        for (i, element) in elements.iter().enumerate() {
            let nodes: Vec<_> = names.iter().map(|name| self.node(element, name, schema, &mut all)).collect();
            let name = format_ident!("{row}_{i}");
            self.constants.extend(quote!(const #name: &__s::Table = &#table.at(&[#(#nodes),*]);));
            tables.push(name);
        }
        let count = Literal::usize_unsuffixed(names.len());
        let at = Literal::usize_unsuffixed(at);
        self.constants.extend(quote! {
            const #attributes: &[__s::AttributeDef] = &[#(#definitions),*];
            const #table: &__s::Table = &__s::Table::new(#attributes, &__s::keys::<#count>(#attributes), __s::None);
            const #list: &__s::Elements = &__s::Elements::new(#path, &#outer[#at], &[#(#tables),*]);
        });
        let fields: Vec<_> = all.iter().map(|field| self.of_type(*field)).collect();
        (quote!(__s::maps::part(#schema, #table, &[#(#fields),*])), Place::Elements(list))
    }

    /// The definition of a sub-attribute of elements: a constant of some, a field of others.
    fn sub_definition(&self, elements: &[Element], name: &str, schema: &TokenStream) -> TokenStream {
        let schema = quote!(__s::maps::sub(#schema, #name));
        let fields: Vec<usize> = elements.iter().filter_map(|element| field_of(element, name)).collect();
        let Some(first) = fields.first() else { return quote!(*#schema) };
        let narrowed = self.narrowed(*first);
        let is_everywhere = fields.len() == elements.len();
        let types = fields.iter().map(|field| self.of_type(*field));
        quote!(__s::maps::inherit_all(#schema, &[#(#types),*], #is_everywhere) #narrowed)
    }

    fn node(
        &mut self,
        element: &Element,
        name: &str,
        schema: &TokenStream,
        fields: &mut Vec<usize>,
    ) -> TokenStream {
        if let Some((_, value)) = element.keys.iter().find(|(key, _)| scim_grammar::names_equal(key, name)) {
            let value = constant(value, &quote!(__s::maps::sub(#schema, #name)));
            return quote!(__s::Node::Fixed { value: #value, key: true });
        }
        if let Some(field) = field_of(element, name) {
            fields.push(field);
            let of_type = self.of_type(field);
            let slot = number(self.field_slot(field));
            return quote!(__s::Node::Slot { slot: #slot, required: #of_type.required });
        }
        if element.primary.is_some() && scim_grammar::names_equal(name, "primary") {
            return quote!(__s::Node::Fixed { value: __s::Literal::Bool(true), key: false });
        }
        quote!(__s::Node::Gap)
    }

    /// An extension is a complex value with a schema.
    fn extension(&mut self, urn: &str, attrs: &[Attr], schema: &TokenStream) -> (TokenStream, Place) {
        let (attributes, table, row) = self.names();
        let mut definitions = Vec::new();
        let mut nodes = Vec::new();
        for (at, attr) in attrs.iter().enumerate() {
            let name = &attr.name;
            let inner = quote!(__s::maps::sub(#schema, #name));
            let (definition, layout) = self.entry(attr, &inner, at, &attributes, &format!("{urn}:"));
            let slot = match (layout, &attr.entry) {
                (Some(layout), _) => self.slot(layout),
                (None, Entry::Field(field)) => self.field_slot(*field),
                (None, _) => continue,
            };
            let slot = number(slot);
            definitions.push(definition);
            nodes.push(quote!(__s::Node::Slot { slot: #slot, required: false }));
        }
        let count = Literal::usize_unsuffixed(attrs.len());
        let own = format_ident!("{table}_SCHEMA");
        self.constants.extend(quote! {
            const #attributes: &[__s::AttributeDef] = &[#(#definitions),*];
            const #own: &__s::SchemaDef = &__s::maps::schema(#schema).narrowed(#attributes);
            const #table: &__s::Table =
                &__s::Table::new(#attributes, &__s::keys::<#count>(#attributes), __s::Some(#own));
            const #row: &__s::Table = &#table.at(&[#(#nodes),*]);
        });
        let fields: Vec<_> =
            attrs.iter().flat_map(|attr| fields_of(&attr.entry)).map(|field| self.of_type(field)).collect();
        let definition = quote!(__s::maps::part(#schema, #table, &[#(#fields),*]));
        self.extensions.push(quote!(__s::maps::in_type(#schema, &[#(#fields),*])));
        self.schemas.push(own);
        (definition, Place::Complex(row))
    }
}

/// The sub-attributes of all elements, in the order in which they are named; constants behind the fields.
fn sub_attributes(elements: &[Element]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let fields = elements.iter().flat_map(|element| element.subs.iter().map(|(name, _)| name));
    let keys = elements.iter().flat_map(|element| element.keys.iter().map(|(name, _)| name));
    for name in fields.chain(keys) {
        if !names.iter().any(|known| scim_grammar::names_equal(known, name)) {
            names.push(name.clone());
        }
    }
    let is_primary = elements.iter().any(|element| element.primary.is_some());
    if is_primary && !names.iter().any(|name| scim_grammar::names_equal(name, "primary")) {
        names.push("primary".to_owned());
    }
    names
}

/// The fields that an attribute is made of.
pub(super) fn fields_of(entry: &Entry) -> Vec<usize> {
    match entry {
        Entry::Field(field) => vec![*field],
        Entry::Complex(subs) => subs.iter().map(|(_, field)| *field).collect(),
        Entry::Elements(elements) => {
            elements.iter().flat_map(|element| &element.subs).map(|(_, field)| *field).collect()
        }
    }
}

fn field_of(element: &Element, name: &str) -> Option<usize> {
    element.subs.iter().find(|(sub, _)| scim_grammar::names_equal(sub, name)).map(|(_, field)| *field)
}

/// A constant of the sub-attribute `of`. Most are texts, which are what they are; a number is an integer or a decimal, and what starts
/// as a dateTime may be one.
fn constant(value: &Constant, of: &TokenStream) -> TokenStream {
    let literal = match value {
        Constant::Str(text) => quote!(__s::Literal::Str(#text)),
        Constant::Bool(value) => quote!(__s::Literal::Bool(#value)),
        Constant::Int(value) => quote!(__s::Literal::Int(#value)),
        Constant::Decimal(value) => quote!(__s::Literal::Decimal(#value)),
    };
    match value {
        Constant::Bool(_) => literal,
        Constant::Str(text) if !text.starts_with(|c: char| c.is_ascii_digit()) => literal,
        _ => quote!(__s::maps::constant(#of, #literal)),
    }
}

pub(super) fn number(slot: usize) -> Literal {
    Literal::usize_unsuffixed(slot)
}
