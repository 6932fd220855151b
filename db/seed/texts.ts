/*
 * What the sample's accounts write. {curly} parts are filled once a sending, %placeholders% once a message; the names
 * are those that a client of the API would use.
 */

export type Language = "es" | "en" | "fr" | "zh" | "ar" | "emoji";

/** To many at once. */
export const PROMOTIONS: Record<Language, readonly string[]> = {
  es: [
    "{shop}: mañana empiezan las rebajas, hasta un {percent} % en toda la tienda. %link%",
    "%name%, vuelve a {shop}: tienes un {percent} % de descuento en tu próxima compra. Detalles: %link%",
    "{shop} informa: abrimos este domingo de 10 a 21 h. ¡Te esperamos!",
    "Nueva colección de {season} en {shop}. Envío gratis hasta el viernes. Baja: responde NO",
    "Hola %name%: tu pedido %order% suma ya %points% puntos. Canjéalos en {shop} antes del día {day} y llévate un {percent} % adicional en calzado, bolsos y complementos de {season}. %link%",
  ],
  en: [
    "{shop}: the {season} sale starts tomorrow, up to {percent}% off everything. %link%",
    "Hi %name%, here is {percent}% off your next order at {shop}: %link%",
    "{shop}: we open this Sunday from 10 to 6. See you there!",
    "%name%, order %order% earned you %points% points. Spend them at {shop} before the {day}th.",
  ],
  fr: [
    "{shop} : les soldes d'été commencent demain, jusqu'à -{percent} % en boutique. %link%",
    "Bonjour %name%, profitez de {percent} % sur votre prochaine commande chez {shop}. %link%",
    "Votre magasin {shop} sera ouvert ce dimanche de 10 h à 19 h. À bientôt !",
  ],
  zh: [
    "【{shop}】%name%您好,夏季新品已到店,全场{percent}折起。%link%",
    "【{shop}】本周日10点至21点正常营业,欢迎光临。",
  ],
  ar: [
    "{shop}: تبدأ التخفيضات غدا حتى {percent}٪ على جميع المنتجات. %link%",
    "مرحبا %name%، طلبك رقم %order% أضاف %points% نقطة إلى رصيدك في {shop}.",
  ],
  emoji: [
    "🎉 ¡Feliz cumpleaños, %name%! Hoy tienes un {percent} % en {shop} 🎂 %link%",
    "☀️ {shop}: llega el {season} 👗 Solo hoy, envío gratis 🚚",
  ],
};

/** To one, when it is due. */
export const NOTICES: Record<Language, readonly string[]> = {
  es: [
    "Tu código de {shop} es %code%. No lo compartas con nadie.",
    "%name%, tu pedido %order% ya está en camino. Síguelo aquí: %link%",
    "{shop}: tu pedido %order% está listo para recoger.",
    "Recordatorio: tiene cita en {shop} mañana a las %time%. Para cambiarla llame al 900 123 456.",
  ],
  en: [
    "%code% is your {shop} code. Do not share it with anyone.",
    "%name%, order %order% is on its way. Follow it here: %link%",
    "{shop}: order %order% is ready to collect.",
    "Reminder: your appointment at {shop} is tomorrow at %time%.",
  ],
  fr: [
    "%code% est votre code {shop}. Ne le communiquez à personne.",
    "Votre commande %order% est arrivée à la boutique {shop}.",
  ],
  zh: ["【{shop}】验证码%code%,5分钟内有效,请勿泄露。", "【{shop}】您的订单%order%已发货。"],
  ar: ["رمز التحقق الخاص بك في {shop} هو %code%", "طلبك رقم %order% في الطريق إليك."],
  emoji: ["%name%, tu pedido %order% ya está en camino 🚚", "🔐 {shop}: %code%"],
};

export const NAMES: Record<Language, readonly string[]> = {
  es: ["Ana", "Luis", "Sofía", "José", "Lucía", "Martín", "Begoña", "Iñaki", "Núria", "Ángel", "Carmen", "Óscar"],
  en: ["Emma", "Jack", "Olivia", "Harry", "Zoë", "Sean", "Chloe", "Liam", "Grace", "Owen"],
  fr: ["Camille", "Léa", "Hugo", "Chloé", "Théo", "Inès", "François", "Anaïs"],
  zh: ["王芳", "李伟", "张敏", "刘洋", "陈静"],
  ar: ["محمد", "فاطمة", "يوسف", "مريم", "خالد"],
  emoji: ["Ana", "Pau", "Sofía", "Iker", "Lucía"],
};

export const SEASONS: Record<Language, readonly string[]> = {
  es: ["primavera", "verano", "otoño", "invierno"],
  en: ["spring", "summer", "autumn", "winter"],
  fr: ["printemps", "été", "automne", "hiver"],
  zh: ["春季", "夏季", "秋季", "冬季"],
  ar: ["الربيع", "الصيف", "الخريف", "الشتاء"],
  emoji: ["primavera", "verano", "otoño", "invierno"],
};
