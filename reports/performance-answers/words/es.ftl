report-performance-answers-title = Respuestas a problemas
report-performance-answers-question = ¿Qué respuestas dieron los estudiantes, al principio y al final?
report-performance-answers-section-1-title = Respuestas a problemas
report-performance-answers-section-1-help = Una fila por cada parte de un problema. Cada estudiante cuenta una vez, con su primera y con su última respuesta.
report-performance-answers-about =
    De cada estudiante y problema cuentan la primera y la última respuesta enviada, fueran de cuando fueran; lo que se intentó entre una y otra no cuenta. Un problema con varias partes tiene una distribución para cada parte.

    - **Primeras** y **últimas** cuentan a los estudiantes que dieron la respuesta en su primer y en su último envío.
    - Las respuestas que solo se diferencian en los espacios de sus extremos son la misma. Las distintas variantes (semillas) de un problema van por separado.
    - Que una parte se muestre lo decide su respuesta más reciente: su tipo debe ser uno cuyas respuestas se puedan contar. Las redacciones, los dibujos y el código no lo son.
    - Si una respuesta es correcta lo dice su envío más reciente, de modo que una recalificación posterior se nota.
    - Los envíos sin nombre de usuario se omiten; también las partes y los problemas cuyo identificador tiene más de 255 caracteres.
