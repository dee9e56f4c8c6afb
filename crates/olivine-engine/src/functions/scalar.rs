//! What all scalar functions share: a declaration and a body over columns.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature};

use super::FunctionDoc;
use super::arguments::{Argument, coerce, signature};

/// The body of a function: columns of equal length in, one such column out.
type Body = Arc<dyn Fn(&[ArrayRef]) -> Result<ArrayRef> + Send + Sync>;

/// A scalar function: its documentation, its types, its body.
#[derive(Clone)]
pub(crate) struct Scalar {
    pub(crate) doc: FunctionDoc,
    arguments: &'static [Argument],
    returns: DataType,
    signature: Signature,
    body: Body,
}

impl Scalar {
    pub(crate) fn new(
        doc: FunctionDoc,
        arguments: &'static [Argument],
        returns: DataType,
        body: impl Fn(&[ArrayRef]) -> Result<ArrayRef> + Send + Sync + 'static,
    ) -> Self {
        Self {
            doc,
            arguments,
            returns,
            signature: signature(),
            body: Arc::new(body),
        }
    }

    pub(crate) fn into_udf(self) -> ScalarUDF {
        ScalarUDF::new_from_impl(self)
    }
}

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scalar").field(&self.doc.name).finish()
    }
}

// A session registers one function of each name, so the name stands for the body.
impl PartialEq for Scalar {
    fn eq(&self, other: &Self) -> bool {
        self.doc.name == other.doc.name
    }
}

impl Eq for Scalar {}

impl Hash for Scalar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.doc.name.hash(state);
    }
}

impl ScalarUDFImpl for Scalar {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, self.arguments, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let all_constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let answer = (self.body)(&columns)?;
        if all_constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&answer, 0)?));
        }
        Ok(ColumnarValue::Array(answer))
    }
}
