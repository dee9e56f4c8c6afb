report-engagement-drop_off-title = Abandono
report-engagement-drop_off-question = ¿En qué sección y subsección se detienen las personas?
report-engagement-drop_off-section-1-title = Dónde se detienen
report-engagement-drop_off-section-1-help = Personas inscritas que alcanzaron cada parte, y aquellas para las que es la más avanzada: quienes estuvieron activas en el curso en los últimos siete días (un ajuste) pueden seguir, las demás se detuvieron. El porcentaje que se detuvo es de quienes la alcanzaron. La primera fila es el curso entero; el gráfico muestra las subsecciones.
report-engagement-drop_off-section-1-none = Aquí no se conoce la estructura de este curso, o aún no tiene páginas: nadie puede decir hasta dónde han llegado las personas.
report-engagement-drop_off-about =
    Ha **alcanzado** una sección o subsección quien visitó alguna de sus páginas, sea cual sea el evento que lo muestre, como en el informe sobre el avance. La subsección **más avanzada** de una persona es la última, en el orden del curso, de las que alcanzó, aunque se saltara otras anteriores o volviera después a alguna de antes.

    De las personas para las que una parte es la más avanzada, las que estuvieron activas en el curso en los últimos siete días (un ajuste), hasta el último día completo, **pueden seguir**; las demás **se detuvieron** ahí. La última subsección es el final del curso: quien se detuvo en ella llegó hasta el final. No se pregunta si alguien ha aprobado.

    Se cuentan las personas inscritas al final del último día completo. Las secciones y subsecciones son las de la estructura más reciente del curso; se omiten las partes sin páginas.
